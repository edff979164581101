using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weft.Server;
using Weft.Storage;

namespace Weft.Cli;

/// <summary>Runs the server in a process of its own: starts it, says where it is, and turns what goes wrong into one sentence.</summary>
internal static class Server
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        if (ListenAddress.Parse(settings.Host) is not { } address)
        {
            return Complain(ExitCode.BadHost, $"'{settings.Host}' is no address: give 0.0.0.0 for the network, localhost for this machine only, or an IP address of this machine with --host.");
        }

        if (settings.Web is not null && !File.Exists(Path.Combine(settings.Web, "index.html")))
        {
            return Complain(ExitCode.Usage, $"There is no web app in '{Path.GetFullPath(settings.Web)}' (no index.html): build it, or leave --web out.");
        }

        try
        {
            var app = Build(settings, address);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
                Banner.Write(settings, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            }

            Banner.WriteStopped();
            return ExitCode.Ok;
        }
        catch (Exception exception) when (Explain(exception, settings) is { } known)
        {
            return Complain(known.Code, known.Text);
        }
    }

    private static WebApplication Build(ServeSettings settings, IPAddress address)
    {
        // The base directory, and not the current one: a stray appsettings.json in somebody's folder is none of ours.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, settings.Port);
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // What goes wrong at the start is said in one sentence of our own.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Weft", settings.Debug ? LogLevel.Debug : LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.Services.AddWeft(weft =>
        {
            weft.DataFolder = settings.Data;
            weft.WebRoot = settings.Web;
        });
        var app = builder.Build();
        app.MapWeft();
        return app;
    }

    private static (int Code, string Text)? Explain(Exception exception, ServeSettings settings) => exception switch
    {
        NewerSchemaException newer => (ExitCode.DataNewer, newer.Message),
        StoreInUseException inUse => (ExitCode.DataInUse, inUse.Message),
        SqliteException damaged => (ExitCode.DataUnusable, $"The data in '{Path.GetFullPath(settings.Data)}' cannot be used ({damaged.Message}): choose another folder with --data, or restore a backup."),
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
