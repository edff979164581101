using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weft.Client;
using Weft.Storage;

namespace Weft.Server.Tests;

/// <summary>Weft inside a plain web application of its own, on a free port.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, ServerAddress address)
    {
        _app = app;
        Address = address;
        Http = new HttpClient { BaseAddress = address.Http };
        Api = new DocumentApi(Http, address);
    }

    public ServerAddress Address { get; }

    public HttpClient Http { get; }

    public DocumentApi Api { get; }

    public LogLines Log { get; private init; } = new();

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TestServer> StartAsync(IDocumentStore? store = null, Action<WeftOptions>? configure = null, TimeProvider? time = null, bool handsOver = true)
    {
        var lines = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (handsOver)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Use(WebSocketHandover.Wrap)));
        }

        builder.Logging.ClearProviders().AddProvider(lines).SetMinimumLevel(LogLevel.Debug);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddWeft(options =>
        {
            options.Store = store ?? new InMemoryDocumentStore(TimeProvider.System);
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapGet("/mine", () => "the host's own");
        app.MapWeft();
        await app.StartAsync(Ct);
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new TestServer(app, ServerAddress.Parse(bound)!) { Log = lines };
    }

    public Task<string> CreateAsync(string kind = "text", string title = "Notes") => Api.CreateAsync(title, kind, Ct);

    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(Address);

    public async Task<Peer> JoinAsync(string document, string? client = null, string? name = null)
    {
        var peer = await ConnectAsync();
        await peer.JoinAsync(document, client, name);
        return peer;
    }

    public Task StopAsync() => _app.StopAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
