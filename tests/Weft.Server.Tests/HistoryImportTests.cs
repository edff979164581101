using System.Net;
using System.Text.Json;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>Documents with their history as files: out of one server and into another.</summary>
public sealed class HistoryImportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_comes_back_with_its_history_and_its_old_clients_go_on()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync(title: "Plan 7");
        await using var ada = await server.JoinAsync(id, "ada");
        await using var bob = await server.JoinAsync(id, "bob");
        await Task.WhenAll(ada.InsertSavedAsync(1, 0, 0, "warp"), bob.InsertSavedAsync(1, 0, 0, "weft"));
        await Task.WhenAll(ada.InsertSavedAsync(2, 2, 4, "-"), bob.InsertSavedAsync(2, 2, 4, "+"));
        var text = await server.Api.ReadTextAsync(id, Ct);

        await using var other = await TestServer.StartAsync();
        var (status, made) = await ImportAsync(other, await ExportAsync(server, id));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("Plan 7", "text", 4), (made.GetProperty("title").GetString(), made.GetProperty("kind").GetString(), made.GetProperty("revision").GetInt32()));
        var copy = made.GetProperty("id").GetString()!;
        Assert.Equal(text, await other.Api.ReadTextAsync(copy, Ct));
        await using var adaAgain = await other.JoinAsync(copy, "ada");
        await using var bobAgain = await other.JoinAsync(copy, "bob");
        Assert.Equal([new IdRange(1, 2)], adaAgain.Sync.Saved.ToArray());
        Assert.Equal((5L, 6L), (await adaAgain.InsertSavedAsync(3, 4, 0, "A"), await bobAgain.InsertSavedAsync(3, 5, 0, "B")));
        Assert.Equal("BA" + text, await other.Api.ReadTextAsync(copy, Ct));
        Assert.Equal(text, await server.Api.ReadTextAsync(id, Ct));
    }

    [Fact]
    public async Task A_board_comes_back_and_an_empty_document_too()
    {
        await using var server = await TestServer.StartAsync();
        var board = await server.CreateAsync("board");
        await using var ada = await server.JoinAsync(board, "ada");
        await ada.SendAsync("""{"type":"change","id":1,"base":0,"ops":[{"op":"add","path":"elements/r","kind":"rectangle","properties":{"x":1,"y":2,"width":3,"height":4}}]}""");
        await ada.NextAsync<ResponseMessage>(r => r.Status == ResponseStatus.Saved);
        foreach (var (id, items, kind) in ((string, int, string)[])[(board, 1, "board"), (await server.CreateAsync(), 0, "text")])
        {
            var (status, made) = await ImportAsync(server, await ExportAsync(server, id));
            Assert.Equal(HttpStatusCode.Created, status);
            await using var bob = await server.JoinAsync(made.GetProperty("id").GetString()!);
            Assert.Equal((kind, items), (bob.Sync.Kind, bob.Sync.Snapshot!.Items.Values.Sum(i => i.Length)));
            Assert.False(string.Equals(id, bob.Sync.Document, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_no_sound_document_is_refused_in_words_and_nothing_is_made()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "warp");
        var sound = await ExportAsync(server, id);
        Assert.True(WeftFile.TryRead(sound, out var file, out _));
        byte[] damaged = [.. sound];
        damaged[^1] ^= 1;
        await RefusedAsync(server, damaged, "not_a_weft_file", "checksum");
        await RefusedAsync(server, "hello"u8.ToArray(), "not_a_weft_file", "not a Weft document");
        await RefusedAsync(server, (file with { Kind = "sheet" }).ToBytes(), "unknown_kind", "kind");
        await RefusedAsync(server, sound, "unknown_kind", "not a board", "&kind=board");
        await RefusedAsync(server, (file with { Kind = "board" }).ToBytes(), "bad_history", "A board has no texts");
        await RefusedAsync(server, (file with { Document = file.Document[..^3] }).ToBytes(), "bad_history", "damaged");
        using var list = JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("api/v1/documents", UriKind.Relative), Ct));
        Assert.Equal(1, list.RootElement.GetProperty("documents").GetArrayLength());
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_title_that_is_none_gives_way_to_the_file_name()
    {
        await using var server = await TestServer.StartAsync();
        var file = new WeftFile("text", "bad\u0007title", new Weft.Engine.Document().Save());
        var (_, made) = await ImportAsync(server, file.ToBytes());
        Assert.Equal("x", made.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_document_is_exported_and_imported_while_somebody_types()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        await using var ada = await server.JoinAsync(id, "ada");
        var typing = Task.Run(
            async () =>
            {
                for (var n = 1; n <= 300; n++)
                {
                    await ada.InsertSavedAsync(n, n - 1, n - 1, "a");
                }
            },
            Ct);
        for (var n = 0; n < 5; n++)
        {
            var (status, made) = await ImportAsync(server, await ExportAsync(server, id));
            Assert.Equal(HttpStatusCode.Created, status);
            var copied = await server.Api.ReadTextAsync(made.GetProperty("id").GetString()!, Ct);
            Assert.Equal(made.GetProperty("revision").GetInt32(), copied.Length);
        }

        await typing;
        Assert.Equal(new string('a', 300), await server.Api.ReadTextAsync(id, Ct));
    }

    private static async Task RefusedAsync(TestServer server, byte[] file, string code, string words, string query = "")
    {
        var (status, problem) = await ImportAsync(server, file, query);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, problem.GetProperty("code").GetString()));
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static Task<byte[]> ExportAsync(TestServer server, string id) =>
        server.Http.GetByteArrayAsync(new Uri($"api/v1/documents/{id}/export?format=weft", UriKind.Relative), Ct);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(TestServer server, byte[] file, string query = "")
    {
        using var body = new ByteArrayContent(file);
        using var response = await server.Http.PostAsync(new Uri("api/v1/documents/import?name=x.weft" + query, UriKind.Relative), body, Ct);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement);
    }
}
