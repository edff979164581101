using Weft.Protocol;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Roles;

/// <summary>Somebody with an account, or a guest, who acts by requests and connections.</summary>
internal sealed class Person(TestServer server, string name, string? account, string token) : IDisposable
{
    public Browser Browser { get; } = new(server.Address) { Bearer = token };

    public string Name => name;

    public string Account => account ?? throw new InvalidOperationException("A guest has no account.");

    public string Token => token;

    public async Task<string> CreateAsync(string kind = "text")
    {
        var made = await Browser.PostAsync("api/v1/documents", new { title = "Notes", kind });
        Assert.Equal("admin", made.Text("role"));
        return made.Text("id")!;
    }

    public Task<Answer> ShareAsync(string document, string who, string role, bool? run = null) =>
        Browser.SendAsync(HttpMethod.Put, $"api/v1/documents/{document}/members", new { who, role, run });

    public Task<Answer> UnshareAsync(string document, string account) =>
        Browser.SendAsync(HttpMethod.Delete, $"api/v1/documents/{document}/members/{account}");

    /// <summary>Makes a share link.</summary>
    public async Task<(string Id, string Secret)> LinkAsync(string document, string role, DateTimeOffset? expires = null)
    {
        var made = await Browser.PostAsync($"api/v1/documents/{document}/links", new { role, expires = expires?.ToUnixTimeMilliseconds() });
        Assert.Equal(201, (int)made.Status);
        return (made.Json.GetProperty("link").GetProperty("id").GetString()!, made.Text("secret")!);
    }

    public async Task<Peer> ConnectAsync()
    {
        var peer = await server.ConnectAsync();
        Assert.Equal(ResponseStatus.Ok, (await peer.SignInAsync(token)).Status);
        return peer;
    }

    public async Task<Peer> JoinAsync(string document, string? client = null)
    {
        var peer = await ConnectAsync();
        await peer.JoinAsync(document, client);
        return peer;
    }

    public void Dispose() => Browser.Dispose();
}
