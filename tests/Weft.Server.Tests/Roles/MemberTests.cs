using Weft.Protocol;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Roles;

/// <summary>Who is a member of a document, and what that opens.</summary>
public sealed class MemberTests
{
    [Fact(DisplayName = "[ACCESS-7] O-48 M-08 A document is its members' only: others see, get, change and join nothing of it")]
    public async Task Strangers()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var eve = await people.RegisterAsync("Eve");
        var id = await ada.CreateAsync();
        Assert.Empty((await eve.Browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").EnumerateArray());
        (HttpMethod Method, string Path, object? Body)[] requests =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Patch, "", new { title = "x" }), (HttpMethod.Delete, "", null), (HttpMethod.Get, "/export", null),
            (HttpMethod.Get, "/members", null), (HttpMethod.Put, "/members", new { who = "Eve", role = "admin" }), (HttpMethod.Delete, "/members/" + ada.Account, null),
            (HttpMethod.Get, "/links", null), (HttpMethod.Post, "/links", new { role = "viewer" }), (HttpMethod.Delete, "/links/x", null),
        ];
        foreach (var (method, path, body) in requests)
        {
            Assert.Equal((403, "forbidden"), (await eve.Browser.SendAsync(method, $"api/v1/documents/{id}{path}", body)).Problem);
            Assert.Equal((404, "unknown_document"), (await eve.Browser.SendAsync(method, $"api/v1/documents/nowhere{path}", body)).Problem);
        }

        await using var peer = await eve.ConnectAsync();
        await peer.SendAsync(new JoinMessage(id) { Id = 2 });
        Assert.Equal(ErrorCodes.Forbidden, (await peer.NextErrorAsync()).Code);
        await peer.SendAsync(new JoinMessage("nowhere") { Id = 3 });
        Assert.Equal(ErrorCodes.UnknownDocument, (await peer.NextErrorAsync()).Code);
    }

    [Fact(DisplayName = "[ACCESS-5] M-35 M-44 Each role may ask of a document what it may, and no more")]
    public async Task RestByRole()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob", "bob@example.org");
        var id = await ada.CreateAsync();
        foreach (var role in (string[])["viewer", "commenter", "editor", "admin"])
        {
            Assert.Equal(role, (await ada.ShareAsync(id, "bob@EXAMPLE.org", role)).Text("role"));
            var seen = await bob.Browser.GetAsync("api/v1/documents/" + id);
            Assert.Equal((role, "False"), (seen.Text("role"), seen.Text("run")));
            Assert.Equal(role, (await bob.Browser.GetAsync("api/v1/documents")).Json.GetProperty("documents")[0].GetProperty("role").GetString());
            Assert.Equal(200, (int)(await bob.Browser.GetAsync($"api/v1/documents/{id}/export")).Status);
            Assert.Equal(200, (int)(await bob.Browser.GetAsync($"api/v1/documents/{id}/members")).Status);
            var isAdmin = role == "admin";
            Assert.Equal(isAdmin ? 200 : 403, (int)(await bob.Browser.SendAsync(HttpMethod.Patch, "api/v1/documents/" + id, new { title = "New" })).Status);
            Assert.Equal(isAdmin ? 200 : 403, (int)(await bob.Browser.GetAsync($"api/v1/documents/{id}/links")).Status);
            Assert.Equal(isAdmin ? 201 : 403, (int)(await bob.Browser.PostAsync($"api/v1/documents/{id}/links", new { role = "viewer" })).Status);
            Assert.Equal(isAdmin ? 200 : 403, (int)(await bob.ShareAsync(id, "Root", "viewer")).Status);
        }

        Assert.Equal(204, (int)(await bob.Browser.SendAsync(HttpMethod.Delete, "api/v1/documents/" + id)).Status);
        Assert.Equal((404, "unknown_document"), (await ada.Browser.GetAsync("api/v1/documents/" + id)).Problem);
    }

    [Fact(DisplayName = "M-45 Members are named by name or address, listed, changed and removed; somebody stays the last admin")]
    public async Task Membership()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var bob = await people.RegisterAsync("Bob", "bob@example.org");
        var id = await ada.CreateAsync();
        Assert.Equal((404, "unknown_account"), (await ada.ShareAsync(id, "nobody", "viewer")).Problem);
        Assert.Equal((400, "bad_role"), (await ada.ShareAsync(id, "Bob", "king")).Problem);
        Assert.Equal(("editor", "True"), await RoleAndRunAsync(ada.ShareAsync(id, "BOB", "editor", run: true)));
        Assert.Equal(("viewer", "True"), await RoleAndRunAsync(ada.ShareAsync(id, "Bob", "viewer")));
        var members = (await bob.Browser.GetAsync($"api/v1/documents/{id}/members")).Json.GetProperty("members").EnumerateArray().ToList();
        Assert.Equal(["Ada:admin", "Bob:viewer"], members.Select(m => m.GetProperty("name").GetString() + ":" + m.GetProperty("role").GetString()));
        Assert.Equal("bob@example.org", members[1].GetProperty("email").GetString());
        Assert.DoesNotContain("bob@", (await (await people.RedeemAsync((await ada.LinkAsync(id, "viewer")).Secret)).Browser.GetAsync($"api/v1/documents/{id}/members")).Body, StringComparison.Ordinal);

        Assert.Equal((409, "last_admin"), (await ada.ShareAsync(id, "Ada", "editor")).Problem);
        Assert.Equal((409, "last_admin"), (await ada.UnshareAsync(id, ada.Account)).Problem);
        Assert.Equal((403, "forbidden"), (await bob.UnshareAsync(id, ada.Account)).Problem);
        Assert.Equal(204, (int)(await bob.UnshareAsync(id, bob.Account)).Status);
        Assert.Equal((403, "forbidden"), (await bob.Browser.GetAsync("api/v1/documents/" + id)).Problem);
        Assert.Equal((404, "unknown_account"), (await ada.UnshareAsync(id, bob.Account)).Problem);
    }

    [Fact(DisplayName = "Whoever looks after the server is an admin everywhere; a document that is deleted takes its members along")]
    public async Task ServerAdmin()
    {
        await using var people = await People.StartAsync();
        var root = await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var id = await ada.CreateAsync();
        var (_, secret) = await ada.LinkAsync(id, "viewer");
        Assert.Equal("admin", (await root.Browser.GetAsync("api/v1/documents/" + id)).Text("role"));
        await using var peer = await root.JoinAsync(id);
        Assert.Equal((DocumentRole.Admin, true, "Root"), (peer.Sync.Role, peer.Sync.Run, peer.Sync.Name));
        Assert.Equal(204, (int)(await root.Browser.SendAsync(HttpMethod.Delete, "api/v1/documents/" + id)).Status);
        Assert.Equal(CloseCodes.DocumentDeleted, await peer.ClosedAsync());
        using var nobody = new Browser(people.Server.Address);
        Assert.Equal((404, "bad_link"), (await nobody.PostAsync("api/v1/session/links", new { secret })).Problem);
    }

    [Fact(DisplayName = "What is imported is its importer's, of both kinds of files")]
    public async Task Imports()
    {
        await using var people = await People.StartAsync();
        await people.RegisterAsync("Root");
        var ada = await people.RegisterAsync("Ada");
        var eve = await people.RegisterAsync("Eve");
        var made = await ada.Browser.PostAsync("api/v1/documents/import?name=a.txt", "hello");
        Assert.Equal("admin", made.Text("role"));
        using var http = new HttpClient { BaseAddress = people.Server.Address.Http };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ada.Token);
        var file = await http.GetByteArrayAsync(new Uri($"api/v1/documents/{made.Text("id")}/export?format=weft", UriKind.Relative), TestContext.Current.CancellationToken);
        using var content = new ByteArrayContent(file);
        using var again = await http.PostAsync(new Uri("api/v1/documents/import?name=a.weft", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)again.StatusCode);
        Assert.Equal(2, (await ada.Browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").GetArrayLength());
        Assert.Equal(0, (await eve.Browser.GetAsync("api/v1/documents")).Json.GetProperty("documents").GetArrayLength());
    }

    private static async Task<(string? Role, string? Run)> RoleAndRunAsync(Task<Answer> answer) => ((await answer).Text("role"), (await answer).Text("run"));
}
