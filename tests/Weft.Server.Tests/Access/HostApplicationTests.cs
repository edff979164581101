using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weft.Client;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Storage;

namespace Weft.Server.Tests.Access;

/// <summary>Weft inside an application that has users of its own: the example of docs/access.md, and what must hold around it.</summary>
public sealed class HostApplicationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task O48_with_RequireAuthorization_the_host_lets_in_and_its_users_are_weft_users()
    {
        await using var app = await StartAsync(requireAuthorization: true);
        using var nobody = new Browser(AddressOf(app));
        foreach (var path in (string[])["", "d/k3Jx81mQzR0a", "assets/app.js", "api/v1/info", "api/v1/documents", "api/none", "openapi/v1.json", "healthz"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).Status);
        }

        using var refused = await nobody.ConnectAsync(null, "weft.v1");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.HttpStatusCode);
        Assert.Equal("the host's own", (await nobody.GetAsync("mine")).Body);

        using var ada = new Browser(AddressOf(app));
        await ada.PostAsync("login?name=ada&team=writers", new { });
        var session = await ada.GetAsync("api/v1/session");
        Assert.Equal(("external", "Ada Lovelace", "True", "False"), (session.Text("kind"), session.Text("name"), session.Text("can_create"), session.Text("admin")));
        Assert.Equal(HttpStatusCode.Created, (await ada.PostAsync("api/v1/documents", new { title = "Notes", kind = "text" })).Status);
        using var socket = await ada.ConnectAsync(null, "weft.v1");
        Assert.Equal(WebSocketState.Open, socket.State);

        using var guest = new Browser(AddressOf(app));
        await guest.PostAsync("login?name=ada&team=readers", new { });
        Assert.Equal("False", (await guest.GetAsync("api/v1/session")).Text("can_create"));
    }

    [Fact]
    public async Task O48_a_user_whom_the_host_does_not_map_is_nobody_and_so_is_one_without_a_sign_in()
    {
        await using var app = await StartAsync(requireAuthorization: false);
        using var nobody = new Browser(AddressOf(app));
        Assert.Equal((401, "unauthorized"), (await nobody.GetAsync("api/v1/documents")).Problem);
        using var outsider = new Browser(AddressOf(app));
        await outsider.PostAsync("login?name=eve&team=none", new { });
        Assert.Equal((401, "unauthorized"), (await outsider.GetAsync("api/v1/documents")).Problem);
        Assert.Equal("ok\n", (await outsider.GetAsync("healthz")).Body);
    }

    [Fact]
    public async Task The_sign_in_of_the_host_ends_when_it_says()
    {
        await using var app = await StartAsync(requireAuthorization: true);
        using var ada = new Browser(AddressOf(app));
        await ada.PostAsync("login?name=ada&team=writers", new { });
        var expires = (await ada.GetAsync("api/v1/session")).Json.GetProperty("expires").GetInt64();
        Assert.InRange(expires - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 1, 3_600_000);
    }

    [Fact]
    public async Task Headers_and_checks_are_for_wefts_endpoints_only()
    {
        await using var app = await StartAsync(requireAuthorization: false);
        using var other = new Browser(AddressOf(app)) { Origin = "https://other.example" };
        var mine = await other.PostAsync("mine", new { });
        Assert.Equal(HttpStatusCode.OK, mine.Status);
        Assert.False(mine.Headers.ContainsKey("Content-Security-Policy"));
        Assert.Equal((403, "bad_origin"), (await other.PostAsync("api/v1/session", new { })).Problem);
    }

    private static ServerAddress AddressOf(WebApplication app) =>
        ServerAddress.Parse(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single())!;

    private static async Task<WebApplication> StartAsync(bool requireAuthorization)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.ExpireTimeSpan = TimeSpan.FromHours(1);
            cookie.Events.OnRedirectToLogin = context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            };
        });
        builder.Services.AddAuthorization();
        builder.Services.AddWeft(options =>
        {
            options.Store = new InMemoryDocumentStore(TimeProvider.System);
            options.MapPrincipal = MapUser;
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/login", (string name, string team) => SignIn(name, team));
        app.Map("/mine", () => "the host's own");
        var weft = app.MapWeft();
        if (requireAuthorization)
        {
            weft.RequireAuthorization();
        }

        await app.StartAsync(Ct);
        return app;
    }

    private static HostCaller? MapUser(ClaimsPrincipal user) => user.FindFirstValue("team") switch
    {
        "writers" => new HostCaller(user.FindFirstValue("sub")!, user.Identity!.Name!, DocumentRole.Editor),
        "readers" => new HostCaller(user.FindFirstValue("sub")!, user.Identity!.Name!, DocumentRole.Viewer),
        _ => null,
    };

    private static SignInHttpResult SignIn(string name, string team) => TypedResults.SignIn(
        new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim("sub", name), new Claim(ClaimTypes.Name, name is "ada" ? "Ada Lovelace" : name), new Claim("team", team)],
            CookieAuthenticationDefaults.AuthenticationScheme)));
}
