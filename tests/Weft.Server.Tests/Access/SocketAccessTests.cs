using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Sockets;
using Weft.Sync;

namespace Weft.Server.Tests.Access;

/// <summary>Who may open a WebSocket, and with what.</summary>
public sealed class SocketAccessTests
{
    private const string Token = "0123456789-a-token-that-is-long-enough";

    [Fact]
    public async Task J03_a_token_among_the_subprotocols_is_taken_and_never_echoed()
    {
        await using var server = await StartAsync();
        using var program = new Browser(server.Address);
        using var socket = await program.ConnectAsync(null, "weft.v1", "weft.token." + Token);
        Assert.Equal((WebSocketState.Open, "weft.v1"), (socket.State, socket.SubProtocol));
        using var alone = await program.ConnectAsync(null, "weft.token." + Token);
        Assert.Equal(HttpStatusCode.BadRequest, alone.HttpStatusCode);
    }

    [Fact]
    public async Task A_page_of_the_server_may_connect_and_a_page_of_another_origin_may_not()
    {
        await using var server = await StartAsync(o => o.AllowedOrigins = ["https://app.example"]);
        var own = server.Address.Http.GetLeftPart(UriPartial.Authority);
        foreach (var origin in (string?[])[own, "https://app.example", null])
        {
            using var page = new Browser(server.Address) { Origin = origin };
            using var socket = await page.ConnectAsync(null, "weft.v1");
            Assert.Equal(WebSocketState.Open, socket.State);
        }

        foreach (var origin in (string[])["https://evil.example", "null", "http://127.0.0.1:1", own.Replace("http:", "https:", StringComparison.Ordinal) + ".evil.example"])
        {
            using var page = new Browser(server.Address) { Origin = origin };
            using var socket = await page.ConnectAsync(null, "weft.v1");
            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_change_anything_by_requests()
    {
        await using var server = await TestServer.StartAsync(configure: o => o.AllowedOrigins = ["https://app.example"]);
        var id = await server.CreateAsync();
        using var evil = new Browser(server.Address) { Origin = "https://evil.example" };
        var refused = await evil.SendAsync(HttpMethod.Delete, "api/v1/documents/" + id);
        Assert.Equal((403, "bad_origin"), refused.Problem);
        Assert.Equal((403, "bad_origin"), (await evil.PostAsync("api/v1/documents/import?name=a.txt", "x")).Problem);
        Assert.False((await evil.GetAsync("api/v1/documents")).Headers.ContainsKey("Access-Control-Allow-Origin"));

        using var friend = new Browser(server.Address) { Origin = "https://app.example" };
        var read = await friend.GetAsync("api/v1/documents/" + id);
        Assert.Equal("https://app.example", read.Headers["Access-Control-Allow-Origin"]);
        Assert.False(read.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        Assert.Equal(HttpStatusCode.NoContent, (await friend.SendAsync(HttpMethod.Delete, "api/v1/documents/" + id)).Status);
    }

    [Fact]
    public async Task An_allowed_origin_is_told_what_it_may_send()
    {
        await using var server = await StartAsync(o => o.AllowedOrigins = ["https://app.example"]);
        using var http = new HttpClient();
        using var ask = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Address.Http, "api/v1/documents"));
        ask.Headers.Add("Origin", "https://app.example");
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await http.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("Authorization", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("192.168.1.5:8765", true)]
    [InlineData("[fe80::1]:8765", true)]
    [InlineData("mybox", true)]
    [InlineData("mybox.local", true)]
    [InlineData("weft.example", true)]
    [InlineData("rebound.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    public async Task A_page_of_the_internet_cannot_reach_an_open_server_under_a_name_of_its_own(string host, bool isAnswered)
    {
        await using var server = await TestServer.StartAsync(configure: o =>
        {
            o.AnswersLocalNamesOnly = true;
            o.AllowedOrigins = ["https://weft.example"];
        });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address.Http, "api/v1/documents"));
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public void A_connection_that_has_ended_may_be_closed_once_more()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new WeftMetrics(meters.GetRequiredService<IMeterFactory>());
        var services = new SocketServices(null!, null!, null!, new WeftOptions(), TimeProvider.System, null!, metrics, NullLogger.Instance);
        var connection = new Connection(WebSocket.CreateFromStream(new MemoryStream(), new WebSocketCreationOptions()), new SessionId(1), new Origin(null, null), null, services, CancellationToken.None);
        connection.Dispose();
        connection.Close(CloseCodes.ServerStopping, "The server stops.");
    }

    private static Task<TestServer> StartAsync(Action<WeftOptions>? configure = null) => TestServer.StartAsync(configure: options =>
    {
        options.Access = AccessMode.Token;
        options.Token = Token;
        configure?.Invoke(options);
    });
}
