using Weft.Server.Access;
using Weft.Server.Tests.Access;
using Weft.Storage;

namespace Weft.Server.Tests.Roles;

/// <summary>A server with accounts, and its people. The first of them looks after the server.</summary>
internal sealed class People(TestServer server) : IAsyncDisposable
{
    private const string Password = "a long enough password";

    private readonly List<Person> _people = [];

    public TestServer Server => server;

    public static async Task<People> StartAsync(TimeProvider? time = null, IDocumentStore? store = null, IAccessStore? access = null)
    {
        var server = await TestServer.StartAsync(store, time: time, configure: options =>
        {
            options.Access = AccessMode.Accounts;
            options.AccessStore = access;
        });
        return new People(server);
    }

    /// <summary>Makes an account and signs it in.</summary>
    public async Task<Person> RegisterAsync(string name, string? email = null)
    {
        using var nobody = new Browser(server.Address);
        var made = await nobody.PostAsync("api/v1/accounts", new { name, email, password = Password, setup = server.Service<AccessSecrets>().Setup, cookie = false });
        Assert.Equal(201, (int)made.Status);
        return Add(new Person(server, name, made.Text("account"), made.Text("token")!));
    }

    /// <summary>Signs an account in once more.</summary>
    public async Task<Person> SignInAsync(string name)
    {
        using var nobody = new Browser(server.Address);
        var session = await nobody.PostAsync("api/v1/session", new { name, password = Password, cookie = false });
        Assert.Equal(200, (int)session.Status);
        return Add(new Person(server, name, session.Text("account"), session.Text("token")!));
    }

    /// <summary>Comes by a share link, with no account.</summary>
    public async Task<Person> RedeemAsync(string secret, string name = "Gus")
    {
        using var nobody = new Browser(server.Address);
        var answer = await nobody.PostAsync("api/v1/session/links", new { secret, name, cookie = false });
        Assert.Equal(200, (int)answer.Status);
        return Add(new Person(server, name, null, answer.Json.GetProperty("session").GetProperty("token").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            person.Dispose();
        }

        await server.DisposeAsync();
    }

    private Person Add(Person person)
    {
        _people.Add(person);
        return person;
    }
}
