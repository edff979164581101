using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>The REST interface, and what else is served over HTTP.</summary>
public sealed class RestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_are_made_listed_renamed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var (status, made) = await SendAsync(server, HttpMethod.Post, "api/v1/documents", """{"title":"  Größe ","kind":"text"}""");
        Assert.Equal((HttpStatusCode.Created, "Größe", "text", 0), (status, made.GetProperty("title").GetString(), made.GetProperty("kind").GetString(), made.GetProperty("revision").GetInt32()));
        var id = made.GetProperty("id").GetString()!;
        await using var ada = await server.JoinAsync(id, "ada");
        await ada.InsertSavedAsync(1, 0, 0, "x");

        var (_, list) = await SendAsync(server, HttpMethod.Get, "api/v1/documents");
        var listed = Assert.Single(list.GetProperty("documents").EnumerateArray());
        Assert.Equal((id, 1, 1), (listed.GetProperty("id").GetString(), listed.GetProperty("revision").GetInt32(), listed.GetProperty("users").GetInt32()));

        var (renamed, record) = await SendAsync(server, HttpMethod.Patch, "api/v1/documents/" + id, """{"title":"New"}""");
        Assert.Equal((HttpStatusCode.OK, "New"), (renamed, record.GetProperty("title").GetString()));
        await using (var bob = await server.JoinAsync(id, "bob"))
        {
            Assert.Equal("New", bob.Sync.Title);
        }

        using var deleted = await server.Http.DeleteAsync(new Uri("api/v1/documents/" + id, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(CloseCodes.DocumentDeleted, await ada.ClosedAsync());
        Assert.Equal((HttpStatusCode.NotFound, "unknown_document"), await ProblemAsync(server, HttpMethod.Get, "api/v1/documents/" + id));
        await using var late = await server.ConnectAsync();
        await late.SendAsync(new JoinMessage(id) { Id = 1 });
        Assert.Equal("unknown_document", (await late.NextErrorAsync()).Code);
    }

    [Theory]
    [InlineData("POST", "api/v1/documents", "nonsense", 400, "bad_json")]
    [InlineData("POST", "api/v1/documents", "{\"title\":\"\",\"kind\":\"text\"}", 400, "bad_title")]
    [InlineData("POST", "api/v1/documents", "{\"kind\":\"text\"}", 400, "bad_title")]
    [InlineData("POST", "api/v1/documents", "{\"title\":\"a\\u0007b\",\"kind\":\"text\"}", 400, "bad_title")]
    [InlineData("POST", "api/v1/documents", "{\"title\":\"x\",\"kind\":\"opera\"}", 400, "unknown_kind")]
    [InlineData("PATCH", "api/v1/documents/nope", "{\"title\":\"x\"}", 404, "unknown_document")]
    [InlineData("DELETE", "api/v1/documents/nope", null, 404, "unknown_document")]
    [InlineData("GET", "api/v1/documents/nope", null, 404, "unknown_document")]
    [InlineData("GET", "api/v1/documents/nope/export", null, 404, "unknown_document")]
    [InlineData("GET", "api/v1/teapot", null, 404, "not_found")]
    [InlineData("POST", "api/v1/documents/import", "x", 400, "missing_field")]
    [InlineData("POST", "api/v1/documents/import?name=photo.png", "x", 415, "unknown_file_type")]
    [InlineData("POST", "api/v1/documents/import?name=plan.excalidraw&kind=text", "x", 415, "unknown_file_type")]
    [InlineData("POST", "api/v1/documents/import?name=plan.excalidraw", "just text", 422, "not_a_drawing")]
    [InlineData("POST", "api/v1/documents/import?name=notes.txt", "bin\0ary", 422, "not_text")]
    [InlineData("POST", "api/v1/documents/import?name=bench.json", "{}", 422, "not_an_assembly")]
    public async Task Errors_are_problems_with_a_code(string method, string path, string? body, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(((HttpStatusCode)status, code), await ProblemAsync(server, new HttpMethod(method), path, body));
        var (_, list) = await SendAsync(server, HttpMethod.Get, "api/v1/documents");
        Assert.Empty(list.GetProperty("documents").EnumerateArray());
    }

    [Fact]
    public async Task A_failing_store_is_a_problem_and_is_logged()
    {
        await using var store = new WatchedStore();
        await using var server = await TestServer.StartAsync(store);
        store.ListFails = true;
        Assert.Equal((HttpStatusCode.InternalServerError, "internal"), await ProblemAsync(server, HttpMethod.Get, "api/v1/documents"));
        Assert.Contains(server.Log.Errors, line => line.Contains("GET /api/v1/documents failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_large_bodies_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var title = $$"""{"title":"{{new string('x', 20_000)}}","kind":"text"}""";
        Assert.Equal((HttpStatusCode.BadRequest, "bad_json"), await ProblemAsync(server, HttpMethod.Post, "api/v1/documents", title));
        var book = new string('x', (8 * 1024 * 1024) + 1);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "file_too_large"), await ProblemAsync(server, HttpMethod.Post, "api/v1/documents/import?name=a.txt", book));
    }

    [Fact]
    public async Task A_text_file_is_imported_and_exported_again()
    {
        await using var server = await TestServer.StartAsync();
        var (status, made) = await SendAsync(server, HttpMethod.Post, "api/v1/documents/import?name=Meine%20Notizen.md", "# Titel\r\n\r\n👋 Text\n");
        Assert.Equal((HttpStatusCode.Created, "Meine Notizen", 1), (status, made.GetProperty("title").GetString(), made.GetProperty("revision").GetInt32()));
        var id = made.GetProperty("id").GetString()!;
        using var file = await server.Http.GetAsync(new Uri($"api/v1/documents/{id}/export?format=txt", UriKind.Relative), Ct);
        Assert.Equal("# Titel\n\n👋 Text\n", await file.Content.ReadAsStringAsync(Ct));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("Meine Notizen.txt", file.Content.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        using var whole = await server.Http.GetAsync(new Uri($"api/v1/documents/{id}/export?format=weft", UriKind.Relative), Ct);
        Assert.True(Weft.Kinds.WeftFile.TryRead(await whole.Content.ReadAsByteArrayAsync(Ct), out var weft, out var damage), damage);
        Assert.Equal(("text", "Meine Notizen"), (weft.Kind, weft.Title));
        Assert.True(Weft.Engine.Document.TryLoad(weft.Document, out var document, out var reason), reason);
        Assert.Equal("# Titel\n\n👋 Text\n", document.Text("body").ToString());
        Assert.Equal((HttpStatusCode.BadRequest, "unknown_format"), await ProblemAsync(server, HttpMethod.Get, $"api/v1/documents/{id}/export?format=pdf"));
    }

    [Fact]
    public async Task A_drawing_is_imported_and_can_be_joined()
    {
        await using var server = await TestServer.StartAsync();
        var (_, made) = await SendAsync(
            server, HttpMethod.Post, "api/v1/documents/import?name=plan.excalidraw", """{"type":"excalidraw","version":2,"elements":[{"id":"r","type":"rectangle","x":1,"y":2}]}""");
        await using var ada = await server.JoinAsync(made.GetProperty("id").GetString()!);
        Assert.Equal(("board", "r"), (ada.Sync.Kind, Assert.Single(ada.Sync.Snapshot!.Items["elements"]).Id));
        Assert.Empty(ada.Sync.Users);
    }

    [Fact]
    public async Task O53_an_assembly_of_ten_thousand_items_is_imported_and_exported_again()
    {
        await using var server = await TestServer.StartAsync();
        var items = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"_type":"component","item_uuid":"c{{i}}","x_mm":{{i}},"y_mm":0.0,"focus":Infinity}"""));
        var (status, made) = await SendAsync(
            server, HttpMethod.Post, "api/v1/documents/import?name=Interferometer.json", $$"""{"version":"2.0","lab":{"room":7},"items":[{{items}}]}""");
        Assert.Equal((HttpStatusCode.Created, "bench", "Interferometer"), (status, made.GetProperty("kind").GetString(), made.GetProperty("title").GetString()));
        var id = made.GetProperty("id").GetString()!;
        using var file = await server.Http.GetAsync(new Uri($"api/v1/documents/{id}/export", UriKind.Relative), Ct);
        Assert.Contains("Interferometer.json", file.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        var text = await file.Content.ReadAsStringAsync(Ct);
        Assert.Contains("\"focus\": Infinity", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text.Replace("Infinity", "0", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 10_000), json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("x_mm").GetInt32()));
        Assert.Equal(7, json.RootElement.GetProperty("lab").GetProperty("room").GetInt32());
    }

    [Fact]
    public async Task O11_info_names_the_kinds_and_health_is_ok()
    {
        await using var server = await TestServer.StartAsync();
        var (_, info) = await SendAsync(server, HttpMethod.Get, "api/v1/info");
        Assert.Equal(["text", "board", "bench"], info.GetProperty("kinds").EnumerateArray().Select(k => k.GetProperty("name").GetString()));
        Assert.All(info.GetProperty("kinds").EnumerateArray(), k => Assert.Contains(".weft", k.GetProperty("imports").EnumerateArray().Select(e => e.GetString())));
        Assert.Equal(JsonValueKind.Array, info.GetProperty("addresses").ValueKind);
        Assert.Equal("ok\n", await server.Http.GetStringAsync(new Uri("healthz", UriKind.Relative), Ct));
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        await using var server = await TestServer.StartAsync();
        var (_, api) = await SendAsync(server, HttpMethod.Get, "openapi/v1.json");
        var paths = api.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.EnumerateObject().Select(m => m.Name).Order().ToArray());
        Assert.Equal(
            [
                "/api/v1/account/password", "/api/v1/account/sessions", "/api/v1/account/sessions/{id}", "/api/v1/accounts",
                "/api/v1/documents", "/api/v1/documents/import", "/api/v1/documents/session", "/api/v1/documents/{id}", "/api/v1/documents/{id}/export",
                "/api/v1/documents/{id}/files", "/api/v1/documents/{id}/files/{hash}",
                "/api/v1/documents/{id}/links", "/api/v1/documents/{id}/links/{link}", "/api/v1/documents/{id}/members", "/api/v1/documents/{id}/members/{account}",
                "/api/v1/info", "/api/v1/session", "/api/v1/session/links",
            ],
            paths.Keys.Where(path => !path.StartsWith("/api/v1/admin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["accounts", "accounts/{account}", "accounts/{account}/close", "limits", "rooms", "server", "sessions", "sessions/{connection}/close", "storage"],
            paths.Keys.Where(path => path.StartsWith("/api/v1/admin/", StringComparison.Ordinal)).Select(path => path["/api/v1/admin/".Length..]).Order(StringComparer.Ordinal));
        var operations = api.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).Select(o => o.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(operations.Distinct(StringComparer.Ordinal), operations);
        Assert.Equal(["delete", "get", "patch"], paths["/api/v1/documents/{id}"]);
        Assert.Contains("DocumentDto", api.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => s.Name));
    }

    [Fact]
    public async Task O42_opening_the_socket_as_a_page_explains_itself()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Http.GetAsync(new Uri("ws", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.All(["ws://", "weft.v1", "firewall"], hint => Assert.Contains(hint, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_web_app_is_served_with_its_paths_and_a_missing_one_says_how_to_build_it()
    {
        var folder = Directory.CreateTempSubdirectory("weft-web-");
        await using (var bare = await TestServer.StartAsync(configure: o => o.WebRoot = folder.FullName))
        {
            Assert.Contains("npm", await bare.Http.GetStringAsync(new Uri("d/abc", UriKind.Relative), Ct), StringComparison.Ordinal);
        }

        Directory.CreateDirectory(Path.Combine(folder.FullName, "assets"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.html"), "<p>the app</p>", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "assets", "app-1.js"), "run()", Ct);
        await using var server = await TestServer.StartAsync(configure: o => o.WebRoot = folder.FullName);
        foreach (var path in (string[])["", "d/abc"])
        {
            Assert.Equal("<p>the app</p>", await server.Http.GetStringAsync(new Uri(path, UriKind.Relative), Ct));
        }

        using var page = await server.Http.GetAsync(new Uri("d/abc", UriKind.Relative), Ct);
        Assert.Equal(("text/html", true), (page.Content.Headers.ContentType!.MediaType, page.Headers.CacheControl!.NoCache));
        using var asset = await server.Http.GetAsync(new Uri("assets/app-1.js", UriKind.Relative), Ct);
        Assert.Equal("run()", await asset.Content.ReadAsStringAsync(Ct));
        Assert.True(asset.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(100));
        using var missing = await server.Http.GetAsync(new Uri("assets/gone.js", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("the host's own", await server.Http.GetStringAsync(new Uri("mine", UriKind.Relative), Ct));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_of_the_web_app_goes_out_compressed_to_whoever_takes_it()
    {
        var folder = Directory.CreateTempSubdirectory("weft-web-");
        var small = Compressed("run()");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.html"), "<p>the app</p>", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "app.js"), "run()", Ct);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "app.js.gz"), small, Ct);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "index.html.gz"), Compressed("<p>the app</p>"), Ct);
        await using var server = await TestServer.StartAsync(configure: o => o.WebRoot = folder.FullName);

        async Task<(byte[] Bytes, string? Type, string Encoding, string Vary)> GetAsync(string path, string? accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            _ = accept is not null && request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
            using var answer = await server.Http.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var content = answer.Content.Headers;
            return (await answer.Content.ReadAsByteArrayAsync(Ct), content.ContentType?.MediaType, string.Join(',', content.ContentEncoding), string.Join(',', answer.Headers.Vary));
        }

        Assert.Equivalent((small, "text/javascript", "gzip", "Accept-Encoding"), await GetAsync("app.js", "br, gzip;q=0.8"));
        Assert.Equivalent(("run()"u8.ToArray(), "text/javascript", "", "Accept-Encoding"), await GetAsync("app.js", null));
        Assert.Equivalent(("run()"u8.ToArray(), "text/javascript", "", "Accept-Encoding"), await GetAsync("app.js", "gzip;q=0"));
        Assert.Equal("gzip", (await GetAsync("d/abc", "gzip")).Encoding);
        Assert.Equal("text/html", (await GetAsync("d/abc", "gzip")).Type);
        Assert.Equal("", (await GetAsync("app.js.gz", "gzip")).Encoding);
        folder.Delete(recursive: true);
    }

    private static byte[] Compressed(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(TestServer server, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await server.Http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    private static async Task<(HttpStatusCode Status, string Code)> ProblemAsync(TestServer server, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await server.Http.SendAsync(request, Ct);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal((int)response.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.RootElement.GetProperty("detail").GetString()));
        return (response.StatusCode, problem.RootElement.GetProperty("code").GetString()!);
    }
}
