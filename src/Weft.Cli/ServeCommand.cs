using System.CommandLine;
using System.Globalization;

namespace Weft.Cli;

/// <summary><c>weft serve</c>.</summary>
internal static class ServeCommand
{
    public const int DefaultPort = 8765;

    public const string DefaultData = "./data";

    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "Address to listen on: 0.0.0.0 for the network, localhost for this machine only.", DefaultValueFactory = _ => "0.0.0.0" };
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 for any free one.", DefaultValueFactory = _ => DefaultPort };
        var data = new Option<string>("--data") { Description = "Folder of the documents; created when missing.", DefaultValueFactory = _ => DefaultData };
        var debug = new Option<bool>("--debug") { Description = "Log each frame: its type, size and connection, never its content." };
        var web = new Option<string?>("--web") { Description = "Folder of the built web app, when it is not where it belongs." };
        // The tokens and not the value: asking for a value that is no number throws.
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ushort.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                result.AddError("A port is a number from 0 to 65535.");
            }
        });
        data.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError("The data folder needs a name.");
            }
        });
        var command = new Command("serve", "Start the server.") { host, port, data, debug, web };
        var access = new AccessOptions();
        access.AddTo(command);
        var transport = new TransportOptions();
        transport.AddTo(command);
        var line = new LineOptions();
        line.AddTo(command);
        var operations = new Operations();
        operations.AddTo(command);
        var openJam = new OpenJamOptions();
        openJam.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Server.RunAsync(
            new ServeSettings(
                parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(data)!, parsed.GetValue(debug), parsed.GetValue(web), access.Read(parsed), transport.Read(parsed), line.Read(parsed), operations.Read(parsed), openJam.Read(parsed)),
            cancellationToken));
        return command;
    }
}
