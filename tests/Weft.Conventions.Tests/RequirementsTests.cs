using System.Globalization;
using System.Text.RegularExpressions;

namespace Weft.Conventions.Tests;

/// <summary>docs/requirements.md names tests that are there and are about the requirement.</summary>
public sealed partial class RequirementsTests
{
    /// <summary>How many requirements there are of Optiverse.</summary>
    private const int OptiverseCount = 61;

    [Fact]
    public void Every_requirement_of_Optiverse_has_its_row()
    {
        var numbers = Rows().Where(row => row.Number.StartsWith("O-", StringComparison.Ordinal)).Select(row => row.Number);

        Assert.Equal(Enumerable.Range(1, OptiverseCount).Select(n => string.Create(CultureInfo.InvariantCulture, $"O-{n:00}")), numbers, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_test_that_is_named_is_there_and_carries_the_number()
    {
        var classes = Repository.Files("tests", "*.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file).Split('.')[0], File.ReadAllText, StringComparer.Ordinal);
        var files = Repository.Files("web", "*.test.ts").ToLookup(file => Path.GetFileName(file)!, File.ReadAllText, StringComparer.Ordinal);
        var rows = Rows().ToList();
        Assert.NotEmpty(rows);
        var missing = from row in rows
                      from Match test in NamedTest().Matches(row.Tests)
                      where test.Groups["method"].Success || test.Groups["file"].Success
                      let found = test.Groups["file"].Success
                          ? files[test.Groups["file"].Value].Any(text => text.Contains(row.Number, StringComparison.Ordinal))
                          : classes[test.Groups["class"].Value].Any(text => Holds(text, test.Groups["method"].Value, row.Number))
                      where !found
                      select $"{row.Number}: {test.Value}";

        Assert.Empty(missing);
    }

    // The number stands in the method's name, or in what the test is called instead, just above it.
    private static bool Holds(string text, string method, string number)
    {
        var at = text.IndexOf($" {method}(", StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var above = text[Math.Max(0, text.LastIndexOf("[Fact", at, StringComparison.Ordinal))..at];
        return method.Split('_').Contains(number.Replace("-", string.Empty, StringComparison.Ordinal), StringComparer.Ordinal)
            || above.Contains(number, StringComparison.Ordinal)
            || text[Math.Max(0, text.LastIndexOf("[Theory", at, StringComparison.Ordinal))..at].Contains(number, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Number, string Tests)> Rows() =>
        Row().Matches(Repository.Read("docs", "requirements.md")).Select(row => (row.Groups["number"].Value, row.Groups["tests"].Value));

    [GeneratedRegex(@"^\| (?<number>[OJ]-[0-9]{2}) \| [^|]+ \| (?<tests>[^|]+) \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`((?<file>[\w-]+\.test\.ts)|(?<class>\w+Tests)\.(?<method>\w+))`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedTest();
}
