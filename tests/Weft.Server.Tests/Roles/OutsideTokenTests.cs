using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Roles;

/// <summary>Rights that an outside issuer hands out and changes.</summary>
public sealed class OutsideTokenTests
{
    private static readonly byte[] SharedSecret = Encoding.ASCII.GetBytes("a secret of 32 bytes or a bit more");

    [Fact(DisplayName = "[ACCESS-3] [ACCESS-6] M-20 M-45 A host application changes somebody's role with the next token, on the open connection")]
    public async Task RenewedRole()
    {
        await using var server = await StartAsync();
        var id = await CreateAsync(server);
        await using var ada = await server.ConnectAsync();
        Assert.NotNull((await ada.SignInAsync(Sign("ada", "viewer", id))).Expires);
        Assert.Equal((DocumentRole.Viewer, "ada"), ((await ada.JoinAsync(id, "ada")).Role, ada.Sync.Name));
        await ada.InsertAsync(1, 0, 0, "x");
        Assert.Equal(ErrorCodes.Forbidden, (await ada.NextErrorAsync()).Code);

        Assert.Equal(ResponseStatus.Ok, (await ada.SignInAsync(Sign("ada", "editor", id))).Status);
        Assert.Equal(DocumentRole.Editor, (await ada.NextAsync<AccessMessage>()).Role);
        await ada.InsertSavedAsync(2, 0, 0, "x");
        Assert.Equal(ErrorCodes.Unauthorized, (await ada.SignInAsync(Sign("bob", "editor", id))).Error?.Code);

        // A token for another document is worth nothing here.
        Assert.Equal(ResponseStatus.Ok, (await ada.SignInAsync(Sign("ada", "editor", "elsewhere"))).Status);
        Assert.Equal(CloseCodes.AccessWithdrawn, await ada.ClosedAsync());
    }

    [Fact(DisplayName = "[ACCESS-5] M-44 A token that is limited to a document makes none and opens no other")]
    public async Task Limited()
    {
        await using var server = await StartAsync();
        var (id, other) = (await CreateAsync(server), await CreateAsync(server));
        using var limited = new Browser(server.Address) { Bearer = Sign("ada", "editor", id) };
        Assert.Equal(id, (await limited.GetAsync("api/v1/documents")).Json.GetProperty("documents").EnumerateArray().Single().GetProperty("id").GetString());
        Assert.Equal((403, "forbidden"), (await limited.GetAsync("api/v1/documents/" + other)).Problem);
        Assert.Equal((403, "forbidden"), (await limited.PostAsync("api/v1/documents", new { title = "Mine", kind = "text" })).Problem);
        Assert.Equal((403, "forbidden"), (await limited.SendAsync(HttpMethod.Delete, "api/v1/documents/" + id)).Problem);
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(configure: options =>
    {
        options.Access = AccessMode.Accounts;
        options.Jwt = new JwtOptions { Issuer = "https://issuer.example", Audience = "weft.example", Key = SharedSecret };
    });

    private static async Task<string> CreateAsync(TestServer server)
    {
        using var host = new Browser(server.Address) { Bearer = Sign("host", "admin", null) };
        return (await host.PostAsync("api/v1/documents", new { title = "Notes", kind = "text" })).Text("id")!;
    }

    private static string Sign(string subject, string role, string? document)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject, ["role"] = role };
        if (document is not null)
        {
            claims["document"] = document;
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://issuer.example",
            Audience = "weft.example",
            Claims = claims,
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(10).UtcDateTime,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(SharedSecret), SecurityAlgorithms.HmacSha256),
        });
    }
}
