using System.Text.RegularExpressions;

namespace Weft.Conventions.Tests;

/// <summary>Documents that say what is held by tests, and lead somewhere.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_rule_of_the_protocol_is_cited_by_a_test()
    {
        var rules = Rule().Matches(Repository.Read("docs", "protocol.md")).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(rules);

        var tests = Repository.Files("tests", "*.cs").Concat(Repository.Files("web", "*.test.ts")).Concat(Repository.Files("web", "*.test.tsx"));
        var cited = tests.SelectMany(file => Citation().Matches(File.ReadAllText(file)).Select(m => m.Value)).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(rules.Except(cited, StringComparer.Ordinal));
    }

    [Fact]
    public void No_test_cites_a_rule_that_is_not_there()
    {
        var text = Repository.Read("docs", "protocol.md");
        var rules = Rule().Matches(text).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var sections = rules.Select(rule => rule[..rule.IndexOf('-', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);

        var cited = Repository.Files("tests", "*.cs").Concat(Repository.Files("web", "*.test.ts"))
            .SelectMany(file => Citation().Matches(File.ReadAllText(file)).Select(m => m.Value))
            .Where(rule => sections.Contains(rule[..rule.IndexOf('-', StringComparison.Ordinal)]))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(cited.Except(rules, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_is_there()
    {
        var named = NamedTest().Matches(Repository.Read("docs", "threat-model.md"));
        Assert.NotEmpty(named);
        var classes = Repository.Files("tests", "*.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file).Split('.')[0], File.ReadAllText, StringComparer.Ordinal);
        var files = Repository.Files("web", "*.test.ts").Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        var missing = named.Where(name => name.Groups["file"].Success
            ? !files.Contains(name.Groups["file"].Value)
            : !classes[name.Groups["class"].Value].Any(text => HoldsMethod(text, name.Groups["method"].Value)));

        Assert.Empty(missing.Select(name => name.Value));
    }

    [Fact]
    public void Links_between_documents_lead_to_files()
    {
        var pages = Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Repository.Files("docs", "*.md"));
        var dead = from page in pages
                   from Match link in Link().Matches(File.ReadAllText(page))
                   let target = link.Groups["target"].Value.Split('#')[0]
                   where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
                   let path = Path.Combine(Path.GetDirectoryName(page)!, target)
                   where !Path.Exists(path)
                   select $"{Path.GetRelativePath(Repository.Root, page)}: {target}";

        Assert.Empty(dead);
    }

    // A method, or a whole class when none is named.
    private static bool HoldsMethod(string text, string method) =>
        method.Length == 0 || text.Contains($" {method}(", StringComparison.Ordinal);

    [GeneratedRegex(@"`((?<file>[\w-]+\.test\.ts)|(?<class>\w+(Tests|Contract))(\.(?<method>\w+))?)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\*\*(?<name>[A-Z]+-[0-9]+)\*\*", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\b[A-Z]{3,}-[0-9]+\b", RegexOptions.None, 1000)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
