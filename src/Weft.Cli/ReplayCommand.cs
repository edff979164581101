using System.CommandLine;
using Weft.Client;
using Weft.Client.Replay;

namespace Weft.Cli;

/// <summary><c>weft replay</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var trace = new Argument<string>("trace")
        {
            Description = $"An editing trace (.json.gz), looked for in the folder {TraceReader.FolderVariable} too; or 'generated' for a made-up one.",
        };
        var url = new Option<string>("--url") { Description = "The server.", DefaultValueFactory = _ => "http://localhost:8765" };
        var speed = new Option<string>("--speed") { Description = "How fast: 10x, or max.", DefaultValueFactory = _ => "10x" };
        var title = new Option<string?>("--title") { Description = "The new document's title." };
        var token = new Option<string?>("--token")
        {
            Description = $"A token of the server: its own, a session's or a signed one. Better in {AccessSetup.TokenVariable}, where others on this machine do not see it.",
        };
        url.Validators.Add(result => Check(ServerAddress.Parse(result.GetValueOrDefault<string>()) is null, "--url is an address such as ws://localhost:8765/ws or http://localhost:8765.", result.AddError));
        speed.Validators.Add(result => Check(ReplayPace.Parse(result.GetValueOrDefault<string>()) is null, "--speed is a factor such as 10x, or max.", result.AddError));
        var command = new Command("replay", "Play an editing history into a new document, for everybody to watch, and compare the outcome.") { trace, url, speed, title, token };
        command.SetAction((parsed, cancellationToken) => Replay.RunAsync(
            new ReplaySettings(
                parsed.GetValue(trace)!, ServerAddress.Parse(parsed.GetValue(url)!)!, ReplayPace.Parse(parsed.GetValue(speed)!)!, parsed.GetValue(title), parsed.GetValue(token) ?? TokenOfEnvironment()),
            cancellationToken));
        return command;
    }

    // No default of the option: the help would show it.
    private static string? TokenOfEnvironment() => Environment.GetEnvironmentVariable(AccessSetup.TokenVariable) is { Length: > 0 } token ? token : null;

    private static void Check(bool wrong, string text, Action<string> complain)
    {
        if (wrong)
        {
            complain(text);
        }
    }
}
