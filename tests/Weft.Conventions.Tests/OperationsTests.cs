using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Weft.Server;

namespace Weft.Conventions.Tests;

/// <summary>docs/operations.md tells what the program does.</summary>
public sealed partial class OperationsTests
{
    private static readonly string s_page = Repository.Read("docs", "operations.md");

    [Fact]
    public void Every_limit_stands_in_the_table_as_it_is()
    {
        var rows = ServerLimits.All.Select(limit => string.Create(
            CultureInfo.InvariantCulture, $"| `{limit.Name}` | {limit.Default:N0} {limit.Unit} | `{limit.Code}` | {limit.Reason} |"));

        Assert.Equal(rows, Between("## Limits", "## Logs"), StringComparer.Ordinal);
        Assert.Distinct(ServerLimits.All.Select(limit => limit.Name), StringComparer.Ordinal);
        Assert.All(ServerLimits.All, limit => Assert.InRange(limit.Default, limit.Least, limit.Most));
    }

    [Fact]
    public void Every_log_id_is_unique_and_stands_in_the_table()
    {
        var ids = Repository.Files("src", "*.cs").SelectMany(file => EventId().Matches(File.ReadAllText(file)))
            .Select(m => (Id: m.Groups["id"].Value, Row: $"| {m.Groups["id"].Value} | {m.Groups["level"].Value} | {m.Groups["text"].Value} |")).ToList();

        Assert.NotEmpty(ids);
        Assert.Distinct(ids.Select(entry => entry.Id), StringComparer.Ordinal);
        Assert.Equal(ids.Select(entry => entry.Row).Order(StringComparer.Ordinal), Between("## Logs", "## Backup").Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_instrument_stands_in_the_table()
    {
        var source = Repository.Read("src", "Weft.Server", "Diagnostics", "WeftMetrics.cs");
        var names = Instrument().Matches(source).Select(m => m.Groups["name"].Value).ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names, Between("## Measurements", "## Limits").Select(row => row.Split('`')[1]), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_request_of_admins_stands_in_the_table()
    {
        var source = Repository.Read("src", "Weft.Server", "Admin", "AdminApi.cs");
        var requests = AdminRequest().Matches(source).Select(m => $"{m.Groups["verb"].Value.ToUpperInvariant()} {m.Groups["path"].Value.Replace(":long", string.Empty, StringComparison.Ordinal)}").ToList();

        Assert.NotEmpty(requests);
        Assert.Equal(requests, Between("## Asking how it is", "## Measurements").Select(row => row.Split('`')[1]), StringComparer.Ordinal);
    }

    [Fact]
    public void The_unit_is_one_that_systemd_takes()
    {
        const string Verifier = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Verifier), "systemd-analyze is missing.");
        var folder = Directory.CreateTempSubdirectory("weft-unit-");
        try
        {
            var file = Path.Combine(folder.FullName, "weft.service");

            // The program is not installed here, and only that is asked for.
            File.WriteAllText(file, Unit().Match(s_page).Groups["text"].Value.Replace("/opt/weft/weft", "/bin/true", StringComparison.Ordinal));
            using var process = Process.Start(new ProcessStartInfo(Verifier, ["verify", file]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.Equal((0, string.Empty), (process.ExitCode, said));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Between(string start, string end) => s_page[s_page.IndexOf(start, StringComparison.Ordinal)..s_page.IndexOf(end, StringComparison.Ordinal)]
        .Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);

    [GeneratedRegex("""admin\.Map(?<verb>[A-Z][a-z]+)\("/(?<path>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AdminRequest();

    [GeneratedRegex("```ini\\n(?<text>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unit();

    [GeneratedRegex("""EventId = (?<id>[0-9]+), Level = LogLevel\.(?<level>[A-Za-z]+), Message = "(?<text>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventId();

    [GeneratedRegex("""Meter\.Create[A-Za-z]+(<[a-z]+>)?\("(?<name>[a-z.]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instrument();
}
