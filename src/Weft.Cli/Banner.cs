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
        var isForThisMachine = settings.Host is "0.0.0.0" or "::" or "*" or "+" || shared.Count == 0;
        yield return ("Open", isForThisMachine ? $"http://localhost:{port}" : shared[0]);
        foreach (var address in shared)
        {
            yield return ("Share", $"{address}   ws{address[4..]}/ws");
        }

        yield return ("Data", Path.GetFullPath(settings.Data));
        yield return ("Stop", "Ctrl+C");
        if (settings.Host is "0.0.0.0" or "::" or "*" or "+")
        {
            yield return ("Note", "Anyone who can reach this machine may read and edit; --host localhost keeps it to yourself.");
        }
    }
}
