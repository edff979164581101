using Spectre.Console;
using Weft.Server.Access;
using Weft.Server.Hosting;

namespace Weft.Cli;

/// <summary>What <c>weft serve</c> says when it has started: framed on a terminal, plain lines elsewhere.</summary>
internal static class Banner
{
    /// <summary>Columns beside the text. A link that is broken by the frame is none, so what does not fit gets no frame.</summary>
    private const int FrameWidth = 16;

    public static void Write(BannerFacts facts)
    {
        var lines = Lines(facts).ToList();
        if (!Console.IsOutputRedirected && AnsiConsole.Profile.Out.IsTerminal && lines.TrueForAll(line => line.Text.Length + FrameWidth <= AnsiConsole.Profile.Width))
        {
            var grid = new Grid().AddColumn().AddColumn();
            foreach (var (label, text) in lines)
            {
                grid.AddRow(new Text(label, new Style(Color.Grey)), new Text(text));
            }

            AnsiConsole.Write(new Panel(grid) { Header = new PanelHeader(" Weft "), Border = BoxBorder.Rounded, Padding = new Padding(2, 0) });
            return;
        }

        foreach (var (label, text) in lines)
        {
            Console.WriteLine($"{label,-8} {text}");
        }
    }

    public static void WriteStopping() => Console.WriteLine("Stopping; Ctrl+C again quits at once.");

    public static void WriteStopped() => Console.WriteLine("Stopped; everything is written.");

    private static IEnumerable<(string Label, string Text)> Lines(BannerFacts facts)
    {
        var shared = LanAddresses.ToShare(facts.Bound);
        var isForThisMachine = IsForEverybody(facts.Settings.Host) || shared.Count == 0;
        yield return ("Open", (isForThisMachine ? $"{facts.Scheme}://localhost:{facts.Port}" : shared[0]) + facts.Fragment);
        foreach (var (label, text) in Sharing(facts, shared))
        {
            yield return (label, text);
        }

        yield return ("Data", Path.GetFullPath(facts.Settings.Data));
        yield return ("Stop", "Ctrl+C");
        if (facts.Settings.Line is { IsOn: true } line)
        {
            yield return ("Line", FormattableString.Invariant(
                $"slowed down on purpose: {line.Lag.TotalMilliseconds:0} ms each way, {line.Jitter.TotalMilliseconds:0} ms more or less, {line.Drop:P1} lost (--line-seed {line.Seed})"));
        }

        if (Note(facts, shared.Count > 0) is { } note)
        {
            yield return ("Note", note);
        }
    }

    private static string? Note(BannerFacts facts, bool isShared) => facts.Access.Mode switch
    {
        AccessMode.Open => isShared ? "Anyone who can reach this machine may read, change and delete everything; leave --lan and --access open out to ask for a token." : null,
        AccessMode.Token when facts.Access.Token is not null => $"Only who has the token in {AccessSetup.TokenVariable} gets in.",
        AccessMode.Token => "Only who has the link with its token gets in; --new-token makes another one, --access accounts lets people sign in.",
        _ when facts.Secrets.Setup is not null => "Open the link to make the first account: it looks after the server. The next start prints another link.",
        _ => facts.Access.Settings.IsRegistrationOpen ? "Anyone may make an account; --registration closed leaves that to server admins." : "Server admins make the accounts.",
    };

    private static IEnumerable<(string Label, string Text)> Sharing(BannerFacts facts, IReadOnlyList<string> shared)
    {
        var (settings, port) = (facts.Settings, facts.Port);
        if (shared.Count > 0)
        {
            return shared.Select((address, n) => (n == 0 ? "Share" : string.Empty, $"{address}{facts.SharedFragment}   ws{address[4..]}/ws"));
        }

        var lan = LanAddresses.Find();
        if (lan.Count == 0)
        {
            return [("Share", "this machine has no network address now, so only it can connect")];
        }

        // What was asked for stays: with another port or folder the line would start another server.
        var command = "./weft serve" + (settings.Port is ServeCommand.DefaultPort or 0 ? string.Empty : $" --port {port}")
            + (string.Equals(settings.Data, ServeCommand.DefaultData, StringComparison.Ordinal) ? string.Empty : $" --data {settings.Data}");
        var shownPort = settings.Port == 0 ? ServeCommand.DefaultPort : port;
        return lan.Select((address, n) => n == 0
            ? ("Share", $"{command}   then {facts.Scheme}://{address}:{shownPort} on your network")
            : (string.Empty, $"{new string(' ', command.Length)}     or {facts.Scheme}://{address}:{shownPort}"));
    }

    private static bool IsForEverybody(string host) => host is "0.0.0.0" or "::" or "*" or "+";
}
