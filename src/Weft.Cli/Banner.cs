using Spectre.Console;
using Weft.Server.Hosting;

namespace Weft.Cli;

/// <summary>What <c>weft serve</c> says when it has started: framed on a terminal, plain lines elsewhere.</summary>
internal static class Banner
{
    public static void Write(ServeSettings settings, ICollection<string> bound)
    {
        var lines = Lines(settings, bound).ToList();
        if (!Console.IsOutputRedirected && AnsiConsole.Profile.Out.IsTerminal)
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

    public static void WriteStopped() => Console.WriteLine("Stopped; everything is written.");

    private static IEnumerable<(string Label, string Text)> Lines(ServeSettings settings, ICollection<string> bound)
    {
        var port = new Uri(bound.First()).Port;
        var shared = LanAddresses.ToShare(bound);
        var isForThisMachine = IsForEverybody(settings.Host) || shared.Count == 0;
        yield return ("Open", isForThisMachine ? $"http://localhost:{port}" : shared[0]);
        foreach (var (label, text) in Sharing(settings, port, shared))
        {
            yield return (label, text);
        }

        yield return ("Data", Path.GetFullPath(settings.Data));
        yield return ("Stop", "Ctrl+C");
        if (IsForEverybody(settings.Host))
        {
            yield return ("Note", "Anyone who can reach this machine may read and edit; --host localhost keeps it to yourself.");
        }
    }

    private static IEnumerable<(string Label, string Text)> Sharing(ServeSettings settings, int port, IReadOnlyList<string> shared)
    {
        if (shared.Count > 0)
        {
            return shared.Select((address, n) => (n == 0 ? "Share" : string.Empty, $"{address}   ws{address[4..]}/ws"));
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
            ? ("Share", $"{command}   then http://{address}:{shownPort} on your network")
            : (string.Empty, $"{new string(' ', command.Length)}     or http://{address}:{shownPort}"));
    }

    private static bool IsForEverybody(string host) => host is "0.0.0.0" or "::" or "*" or "+";
}
