using System.CommandLine;
using System.Globalization;
using Weft.Server.Access;
using Weft.Server.Sockets.Lines;

namespace Weft.Cli;

/// <summary><c>weft host</c>.</summary>
internal static class HostCommand
{
    private const string DefaultSession = "default";

    public static Command Create()
    {
        var session = new Option<string>("--session") { Description = "The session's ID, which those who join type in.", DefaultValueFactory = _ => DefaultSession };
        var name = new Option<string>("--name") { Description = "Your name, as others see it.", DefaultValueFactory = _ => Environment.MachineName };
        var host = new Option<string>("--host") { Description = "Address to listen on: 0.0.0.0 for the network, localhost for this machine only.", DefaultValueFactory = _ => "0.0.0.0" };
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 for any free one.", DefaultValueFactory = _ => ServeCommand.DefaultPort };
        var data = DataOption.Create();
        var debug = new Option<bool>("--debug") { Description = "Log each frame: its size and connection, never its content." };
        var token = new Option<bool>("--token") { Description = "Let in only who has the printed token; without it everybody who reaches this machine is let in." };
        var autoConnect = new Option<bool>("--auto-connect") { Description = "Join the session here at once, to see who comes and goes; false only hosts it.", DefaultValueFactory = _ => true };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && !ushort.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                result.AddError("A port is a number from 0 to 65535.");
            }
        });
        var command = new Command("host", "Host a session of an optical bench, for Optiverse's desktop app and for browsers, and show who is in it.") { session, name, host, port, autoConnect, data, debug, token };
        command.SetAction((parsed, cancellationToken) => Server.RunAsync(
            new ServeSettings(
                parsed.GetValue(host)!,
                parsed.GetValue(port),
                parsed.GetValue(data)!,
                parsed.GetValue(debug),
                Web: null,
                new AccessSettings(parsed.GetValue(token) ? AccessMode.Token : AccessMode.Open, IsLan: false, IsRegistrationOpen: true, NewToken: false, Issuer: null, Audience: null, KeyFile: null, AllowedOrigins: []),
                new TransportSettings(CertificateFile: null, KeyFile: null, TrustedProxies: null),
                new LineSettings(TimeSpan.Zero, TimeSpan.Zero, Drop: 0, Seed: 1),
                new OperationsSettings(Limits: [], LogsJson: false, PublicMetrics: false)),
            cancellationToken,
            new HostedSession(parsed.GetValue(session)!, parsed.GetValue(name)!, parsed.GetValue(autoConnect))));
        return command;
    }
}
