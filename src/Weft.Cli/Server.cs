using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weft.Server;
using Weft.Server.Access;
using Weft.Server.Sockets.Lines;
using Weft.Storage;

namespace Weft.Cli;

/// <summary>Runs the server in a process of its own: starts it, says where it is, and turns what goes wrong into one sentence.</summary>
internal static class Server
{
    /// <summary>A peer that takes nothing any more is cut off after 5 s; the rest is for the disk. Service managers wait at least 10 s.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(9);

    public static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken, HostedSession? session = null)
    {
        if (ListenAddress.Parse(settings.Host) is not { } address)
        {
            return Complain(ExitCode.BadHost, $"'{settings.Host}' is no address: give 0.0.0.0 for the network, localhost for this machine only, or an IP address of this machine with --host.");
        }

        if (settings.Web is not null && !File.Exists(Path.Combine(settings.Web, "index.html")))
        {
            return Complain(ExitCode.Usage, $"There is no web app in '{Path.GetFullPath(settings.Web)}' (no index.html): build it, or leave --web out.");
        }

        var (access, wrong) = AccessSetup.Of(settings, address);
        if (access is null)
        {
            return Complain(ExitCode.Usage, wrong!);
        }

        if (Certificate.Read(settings.Transport) is var (certificate, damage) && damage is not null)
        {
            return Complain(ExitCode.Usage, damage);
        }

        try
        {
            RenewToken(settings);
            using var telemetry = Telemetry.Start();
            var app = Build(settings, address, access, certificate);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
                var facts = new BannerFacts(
                    settings,
                    access,
                    app.Services.GetRequiredService<AccessSecrets>(),
                    app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
                if (session is null)
                {
                    Banner.Write(facts);
                }
                else if (await session.OpenAsync(app.Services, facts, cancellationToken).ConfigureAwait(false) is { } refusal)
                {
                    return Complain(ExitCode.Usage, refusal);
                }

                using var impatience = QuitOnSecondInterrupt(app.Lifetime);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
                if (session is not null)
                {
                    await session.DisposeAsync().ConfigureAwait(false);
                }
            }

            Banner.WriteStopped();
            return ExitCode.Ok;
        }
        catch (Exception exception) when (Explain(exception, settings) is { } known)
        {
            return Complain(known.Code, known.Text);
        }
    }

    private static void RenewToken(ServeSettings settings)
    {
        if (settings.Access.NewToken)
        {
            ServerToken.Renew(settings.Data);
        }
    }

    private static PosixSignalRegistration QuitOnSecondInterrupt(IHostApplicationLifetime lifetime)
    {
        lifetime.ApplicationStopping.Register(Banner.WriteStopping);
        return PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                Environment.Exit(Complain(ExitCode.Interrupted, "The server was quit at once; everything that was answered as saved is there."));
            }
        });
    }

    private static WebApplication Build(ServeSettings settings, IPAddress address, AccessSetup access, Certificate? certificate)
    {
        // The base directory, and not the current one: a stray appsettings.json in somebody's folder is none of ours.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // Whoever has something to send sends it, and whoever received it reads it: a hand-over to another thread costs more than either.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, settings.Port, listen =>
            {
                listen.Use(listen.ApplicationServices.GetRequiredService<HttpConnectionGate>().Wrap);

                // Beneath the encryption, where a real line is.
                SlowDown(listen, settings.Line);
                UseTls(listen, certificate, settings.Transport);
                listen.Use(WebSocketHandover.Wrap);
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        settings.Operations.Apply(builder.Logging);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // What goes wrong at the start is said in one sentence of our own.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Weft", settings.Debug ? LogLevel.Debug : LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.Services.AddHostedService(_ => new MemoryAtRest(TimeProvider.System));
        builder.Services.AddWeft(weft =>
        {
            weft.DataFolder = settings.Data;
            weft.WebRoot = settings.Web;
            access.Apply(weft);
            settings.Operations.Apply(weft);
            settings.OpenJam?.Apply(weft);
        });
        var app = builder.Build();
        TrustProxies(app, settings.Transport);
        app.MapWeft();
        return app;
    }

    private static void UseTls(ListenOptions listen, Certificate? certificate, TransportSettings transport)
    {
        if (certificate is not null)
        {
            var shown = new ServerCertificate(certificate, transport, TimeProvider.System, listen.ApplicationServices.GetRequiredService<ILogger<ServerCertificate>>());
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = shown.ForHandshake });
        }
    }

    private static void TrustProxies(WebApplication app, TransportSettings transport)
    {
        if (transport.TrustedProxies is not { } networks)
        {
            return;
        }

        // As many proxies in a row as there are trusted ones: the first address that is none of theirs is the client's.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }

    private static void SlowDown(ListenOptions listen, LineSettings line)
    {
        if (line.IsOn)
        {
            listen.Use(new LineSimulator(line, TimeProvider.System).Wrap);
        }
    }

    private static (int Code, string Text)? Explain(Exception exception, ServeSettings settings) => exception switch
    {
        NewerSchemaException newer => (ExitCode.DataNewer, newer.Message),
        StoreInUseException inUse => (ExitCode.DataInUse, inUse.Message),
        TimeoutException late => (ExitCode.Failed, late.Message),
        StoreFaultException fault => (ExitCode.DataUnusable, fault.Message),
        _ when SocketErrorOf(exception) is { } error => Explain(error, settings),
        UnauthorizedAccessException or IOException => (ExitCode.DataUnusable, $"The data folder '{Path.GetFullPath(settings.Data)}' cannot be written ({exception.Message.TrimEnd('.')}): choose another one with --data."),
        _ => null,
    };

    private static (int Code, string Text)? Explain(SocketError error, ServeSettings settings) => error switch
    {
        SocketError.AddressAlreadyInUse => (ExitCode.PortTaken, $"Port {settings.Port} is taken by another program: stop that one, or choose another port with --port."),
        SocketError.AddressNotAvailable => (ExitCode.BadHost, $"'{settings.Host}' is no address of this machine: give 0.0.0.0 for the network, or localhost for this machine only."),
        SocketError.AccessDenied => (ExitCode.PortTaken, $"This user may not listen on port {settings.Port}: choose a port above 1023 with --port."),
        _ => null,
    };

    private static SocketError? SocketErrorOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }

    private static int Complain(int code, string text)
    {
        Console.Error.WriteLine("weft: " + text);
        return code;
    }
}
