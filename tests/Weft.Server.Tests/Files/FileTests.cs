using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weft.Server.Files;
using Weft.Server.Tests.Roles;
using Weft.Storage;
using Weft.Storage.Sqlite;

namespace Weft.Server.Tests.Files;

/// <summary>Pictures of documents over HTTP.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-pictures-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "L-26 A picture is known by its hash, and its bytes come back as they were")]
    public async Task UploadAndRead()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync("board");
        var png = Pictures.Png(640, 480);
        var made = await PostAsync(server, id, png, "?name=Größe.png", type: "text/html");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            (FileHash.Of(png), "image/png", png.Length, 640, 480),
            (made.Text("hash"), made.Text("type"), made.Number("size"), made.Number("width"), made.Number("height")));

        using var answer = await server.Http.GetAsync(PathOf(id, made.Text("hash")!), Ct);
        Assert.Equal(png, await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("private, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString().Replace("max-age=31536000, private", "private, max-age=31536000", StringComparison.Ordinal));
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal($"\"{FileHash.Of(png)}\"", answer.Headers.ETag?.Tag);

        using var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, PathOf(id, made.Text("hash")!)), Ct);
        Assert.Equal((HttpStatusCode.OK, png.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using var again = new HttpRequestMessage(HttpMethod.Get, PathOf(id, made.Text("hash")!)) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var known = await server.Http.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact(DisplayName = "L-49 A download that broke off goes on where it was, by ranges")]
    public async Task Ranges()
    {
        await using var server = await TestServer.StartAsync(configure: InFolder);
        var id = await server.CreateAsync("board");
        var png = Pictures.Png(padding: 100_000);
        var path = PathOf(id, (await PostAsync(server, id, png)).Text("hash")!);

        async Task<(HttpStatusCode Status, byte[] Bytes, string? Range)> GetAsync(string range)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = RangeHeaderValue.Parse(range) } };
            using var answer = await server.Http.SendAsync(request, Ct);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Ct), answer.Content.Headers.ContentRange?.ToString());
        }

        var part = await GetAsync("bytes=0-49999");
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 0-49999/{png.Length}"), (part.Status, part.Range));
        var rest = await GetAsync("bytes=50000-");
        Assert.Equal(png, part.Bytes.Concat(rest.Bytes));
        Assert.Equal(png[^10..], (await GetAsync("bytes=-10")).Bytes);
        var beyond = await GetAsync($"bytes={png.Length}-");
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{png.Length}"), (beyond.Status, beyond.Range));
    }

    [Fact(DisplayName = "A picture that somebody makes to be scripted is served so that it can run nothing")]
    public async Task Svg()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync("board");
        var made = await PostAsync(server, id, Pictures.Svg("width='5' height='5'"));
        using var answer = await server.Http.GetAsync(PathOf(id, made.Text("hash")!), Ct);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal((422, "active_picture"), (await PostAsync(server, id, Pictures.Svg("", "<script/>"))).Problem);
    }

    [Fact]
    public async Task What_is_refused_is_refused_with_its_own_code_and_nothing_stays()
    {
        await using var server = await TestServer.StartAsync(configure: InFolder);
        var id = await server.CreateAsync("board");
        Assert.Equal((415, "wrong_picture_type"), (await PostAsync(server, id, "no picture"u8.ToArray(), type: "image/png")).Problem);
        Assert.Equal((422, "bad_picture"), (await PostAsync(server, id, Pictures.Png()[..^5])).Problem);
        Assert.Equal((422, "bad_picture"), (await PostAsync(server, id, Pictures.Png(0x8000_0000, 0x8000_0000, []))).Problem);
        Assert.Equal((422, "too_many_pixels"), (await PostAsync(server, id, Pictures.Png(int.MaxValue, int.MaxValue, []))).Problem);
        foreach (var name in (string[])["../photo.png", "a/b.png", "C:\\photo.png", "", "..", "a\u0007.png", new string('x', 256)])
        {
            Assert.Equal((400, "bad_file_name"), (await PostAsync(server, id, Pictures.Png(), "?name=" + Uri.EscapeDataString(name))).Problem);
        }

        Assert.Equal((404, "unknown_document"), (await PostAsync(server, "nowhere", Pictures.Png())).Problem);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, SqliteFileStore.FolderName)));
        foreach (var hash in (string[])[FileHash.Of(Pictures.Png()), "x", "..%2Ffiles.db", FileHash.Of([]).ToUpperInvariant()])
        {
            Assert.Equal((404, "unknown_file"), (await GetAsync(server, id, hash)).Problem);
        }

        Assert.Equal((404, "unknown_document"), (await GetAsync(server, "nowhere", FileHash.Of([]))).Problem);
    }

    [Fact]
    public async Task A_picture_that_unpacks_to_a_gigabyte_is_stored_as_the_kilobytes_that_it_is()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync("board");
        var bomb = Pictures.Bomb();
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(server, id, bomb)).Status);
        using var bytes = new MemoryStream(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(PictureReader.TryRead(bytes, out _, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public async Task The_same_picture_is_stored_once_and_read_only_through_documents_that_have_it()
    {
        await using var server = await TestServer.StartAsync(configure: InFolder);
        var (first, second) = (await server.CreateAsync("board"), await server.CreateAsync("board"));
        var hash = (await PostAsync(server, first, Pictures.Png())).Text("hash")!;
        Assert.Equal((404, "unknown_file"), (await GetAsync(server, second, hash)).Problem);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(server, second, Pictures.Png())).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, second, hash)).Status);
        Assert.Equal(hash, Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder, SqliteFileStore.FolderName)))));
    }

    [Fact]
    public async Task A_deleted_document_takes_its_pictures_with_it_unless_another_has_them()
    {
        var time = new SteppedTime();
        await using var server = await TestServer.StartAsync(configure: InFolder, time: time);
        var (first, second) = (await server.CreateAsync("board"), await server.CreateAsync("board"));
        var own = (await PostAsync(server, first, Pictures.Png(shade: 1))).Text("hash")!;
        var shared = (await PostAsync(server, first, Pictures.Png(shade: 2))).Text("hash")!;
        await PostAsync(server, second, Pictures.Png(shade: 2));
        using var deleted = await server.Http.DeleteAsync(new Uri("api/v1/documents/" + first, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal((404, "unknown_document"), (await GetAsync(server, first, own)).Problem);
        Assert.Equal(0, await server.Service<DocumentFiles>().SweepAsync());
        time.Advance(DocumentFiles.Grace + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await server.Service<DocumentFiles>().SweepAsync());
        Assert.Equal(shared, Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder, SqliteFileStore.FolderName)))));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, second, shared)).Status);
    }

    [Fact]
    public async Task Pictures_of_a_document_that_went_in_a_crash_go_at_the_next_sweep()
    {
        var files = new InMemoryFileStore();
        await using var draft = files.BeginDraft();
        await files.KeepAsync(draft, new FileRecord(FileHash.Of([]), "image/png", 0, 1, 1), "gone", Ct);
        await using var server = await TestServer.StartAsync(configure: options => options.FileStore = files);
        await server.Service<DocumentFiles>().SweepAsync();
        Assert.Empty(await files.ListDocumentsAsync(Ct));
    }

    [Fact(DisplayName = "[ACCESS-5] Editors upload pictures, viewers see them, and a role counts as it is now")]
    public async Task Roles()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob");
        var id = await ada.CreateAsync("board");
        var hash = FileHash.Of(Pictures.Png());
        Assert.Equal((403, "forbidden"), (await PostAsync(people.Server, id, Pictures.Png(), token: bob.Token)).Problem);
        Assert.Equal((401, "unauthorized"), (await PostAsync(people.Server, id, Pictures.Png())).Problem);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(people.Server, id, Pictures.Png(), token: ada.Token)).Status);
        foreach (var (role, mayUpload) in ((string, bool)[])[("viewer", false), ("commenter", false), ("editor", true), ("admin", true)])
        {
            await ada.ShareAsync(id, "Bob", role);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(people.Server, id, hash, bob.Token)).Status);
            Assert.Equal(mayUpload ? 201 : 403, (int)(await PostAsync(people.Server, id, Pictures.Png(), token: bob.Token)).Status);
        }

        await ada.UnshareAsync(id, bob.Account);
        Assert.Equal((403, "forbidden"), (await GetAsync(people.Server, id, hash, bob.Token)).Problem);
        Assert.Equal((401, "unauthorized"), (await GetAsync(people.Server, id, hash)).Problem);
    }

    [Fact]
    public async Task Drawings_and_Weft_files_bring_their_pictures_in_and_take_them_out()
    {
        await using var server = await TestServer.StartAsync(configure: InFolder);
        var (small, large) = (Pictures.Png(), Pictures.Png(padding: 200_001));
        var drawing = $$"""
            {"type":"excalidraw","version":2,"elements":[{{Image("a", "one")}},{{Image("b", "two")}}],
             "files":{"one":{"dataURL":"data:image/png;base64,{{Convert.ToBase64String(small)}}"},"two":{"dataURL":"data:image/png;base64,{{Convert.ToBase64String(large)}}"} } }
            """;
        var first = await ImportAsync(server, "plan.excalidraw", Encoding.UTF8.GetBytes(drawing));
        var exported = await server.Http.GetByteArrayAsync(new Uri($"api/v1/documents/{first}/export?format=excalidraw", UriKind.Relative), Ct);
        using var json = JsonDocument.Parse(exported);
        var file = json.RootElement.GetProperty("files").GetProperty(FileHash.Of(large));
        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(large)}", file.GetProperty("dataURL").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("files").EnumerateObject().Count());

        var weft = await server.Http.GetByteArrayAsync(new Uri($"api/v1/documents/{first}/export?format=weft", UriKind.Relative), Ct);
        await using var other = await TestServer.StartAsync();
        foreach (var (name, bytes) in ((string, byte[])[])[("again.excalidraw", exported), ("again.weft", weft)])
        {
            var again = await ImportAsync(other, name, bytes);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(other, again, FileHash.Of(small))).Status);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(other, again, FileHash.Of(large))).Status);
        }
    }

    [Fact]
    public async Task A_drawing_with_something_that_is_no_picture_is_refused_as_a_whole()
    {
        await using var server = await TestServer.StartAsync();
        var drawing = $$"""{"type":"excalidraw","elements":[{{Image("a", "one")}}],"files":{"one":{"dataURL":"data:image/png;base64,AAAA"} } }""";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(drawing));
        using var answer = await server.Http.PostAsync(new Uri("api/v1/documents/import?name=a.excalidraw", UriKind.Relative), content, Ct);
        Assert.Contains("wrong_picture_type", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(await server.Service<Weft.Server.Hosting.WeftService>().Store.ListAsync(Ct));
    }

    private static string Image(string id, string file) => $$"""{"id":"{{id}}","type":"image","x":0,"y":0,"width":4,"height":3,"fileId":"{{file}}"}""";

    private static async Task<string> ImportAsync(TestServer server, string name, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await server.Http.PostAsync(new Uri("api/v1/documents/import?name=" + name, UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    private void InFolder(WeftOptions options) => (options.Store, options.DataFolder) = (null, _folder);

    private static Uri PathOf(string id, string hash) => new($"api/v1/documents/{id}/files/{hash}", UriKind.Relative);

    private static async Task<Reply> PostAsync(TestServer server, string id, byte[] bytes, string query = "", string? type = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/documents/{id}/files{query}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Reply.OfAsync(server, request);
    }

    private static async Task<Reply> GetAsync(TestServer server, string id, string hash, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(id, hash));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Reply.OfAsync(server, request);
    }

    private sealed record Reply(HttpStatusCode Status, JsonElement? Json)
    {
        public (int Status, string? Code) Problem => ((int)Status, Text("code"));

        public static async Task<Reply> OfAsync(TestServer server, HttpRequestMessage request)
        {
            using var answer = await server.Http.SendAsync(request, Ct);
            var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            return new Reply(answer.StatusCode, isJson ? await answer.Content.ReadFromJsonAsync<JsonElement>(Ct) : null);
        }

        public string? Text(string name) => Json!.Value.GetProperty(name).GetString();

        public int Number(string name) => Json!.Value.GetProperty(name).GetInt32();
    }
}
