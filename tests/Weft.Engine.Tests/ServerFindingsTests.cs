using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>What a server asks of a document: to hold the newest part of a history that is elsewhere as a whole.</summary>
public sealed class ServerFindingsTests
{
    private const int Seeds = 300;
    private static readonly EditKind[] s_kinds = Enum.GetValues<EditKind>();

    [Fact(DisplayName = "A replica that lets older history go, and takes it back when it must, makes of each change what one with all of it makes")]
    public void PartsOfTheHistory()
    {
        var (cut, loaded) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var (whole, part) = (new Document(), new Document());
            foreach (var change in Changes(random, 60))
            {
                var result = part.Merge(change);
                if (result is MergeResult.NeedsHistory)
                {
                    loaded++;
                    Assert.True(part.NeedsHistory(change.Parents));
                    Assert.True(part.LoadHistory(whole, out var reason), $"Seed {seed}: {reason}");
                    Assert.True(part.HasHistory);
                    result = part.Merge(change);
                }

                Assert.Equal(Assert.IsType<MergeResult.Applied>(whole.Merge(change)).Changes, Assert.IsType<MergeResult.Applied>(result).Changes);
                if (random.Next(4) == 0)
                {
                    var before = part.ReleasedCount;
                    part.ReleaseHistory(random.Next(12));
                    cut += part.ReleasedCount > before && part.ReleasedCount < part.ChangeCount ? 1 : 0;
                }

                part.CheckInvariants();
                Compare(whole, part, seed);
            }
        }

        Assert.InRange(cut, Seeds, int.MaxValue);
        Assert.InRange(loaded, Seeds / 4, int.MaxValue);
    }

    [Fact(DisplayName = "A union with a version below the horizon asks for no history: it is in the past of whatever is held")]
    public void UnionBelowHorizon()
    {
        var document = new Document();
        document.Insert("ada", "body", 0, "a", 1);
        document.Insert("bo", "body", 0, "b", 2);
        document.ReleaseHistory();
        document.Insert("bo", "body", 0, "c", 3);
        Assert.Equal(document.Version, document.Union(document.Version, Version.Of(new EventId("ada", 0))));
        Assert.Equal(document.VersionAt(2), document.Union(document.VersionAt(2), Version.Of(new EventId("ada", 0))));
        Assert.False(document.HasHistory);
    }

    [Fact(DisplayName = "The history of another document is not taken")]
    public void OtherHistory()
    {
        var (document, other, late) = (new Document(), new Document(), new Document());
        for (var i = 0; i < 3; i++)
        {
            document.Insert("ada", "body", 0, "a", i);
            other.Insert("ada", "body", 0, "a", i + 1);
        }

        late.Insert("ada", "body", 0, "a", 0);
        document.ReleaseHistory();
        document.Insert("ada", "body", 0, "b", 9);
        var version = document.Version;
        Assert.False(document.LoadHistory(late, out var reason));
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
        Assert.Equal((version, 3, "baaa"), (document.Version, document.ReleasedCount, document.Text("body").ToString()));
    }

    [Fact(DisplayName = "Who made a change is told for every change that is held")]
    public void AgentAt()
    {
        var document = new Document();
        foreach (var agent in (string[])["ada", "bo", "bo", "ada"])
        {
            document.Insert(agent, "body", 0, "xy", document.ChangeCount);
        }

        Assert.Equal(["ada", "bo", "bo", "ada"], Enumerable.Range(0, 4).Select(document.AgentAt), StringComparer.Ordinal);
        document.ReleaseHistory(2);
        Assert.Equal((2, "bo"), (document.ReleasedCount, document.AgentAt(2)));
        Assert.Throws<InvalidOperationException>(() => document.AgentAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => document.ReleaseHistory(-1));
    }

    private static void Compare(Document whole, Document part, int seed)
    {
        Assert.Equal(whole.Version, part.Version);
        Assert.Equal(whole.TextPaths, part.TextPaths, StringComparer.Ordinal);
        foreach (var path in whole.TextPaths)
        {
            Assert.True(whole.Text(path).Runs().SequenceEqual(part.Text(path).Runs()), $"Seed {seed}: {whole.Text(path)} and {part.Text(path)}");
        }

        Assert.Equal(whole.Collections.SelectMany(whole.Items), part.Collections.SelectMany(part.Items));
        for (var at = part.ReleasedCount; at <= part.ChangeCount; at++)
        {
            var version = whole.VersionAt(at);
            Assert.Equal(version, part.VersionAt(at));
            Assert.Equal(whole.ClockAt(version), part.ClockAt(version));
        }

        for (var at = part.ReleasedCount; at < part.ChangeCount; at++)
        {
            Assert.Equal(whole.ChangeAt(at), part.ChangeAt(at));
        }
    }

    /// <summary>What three authors do who hear of each other now and then, in an order in which one server may get it.</summary>
    private static List<Change> Changes(Random random, int count)
    {
        Document[] authors = [new(), new(), new()];
        var made = new List<Change>();
        while (made.Count < count)
        {
            var who = random.Next(authors.Length);
            if (random.Next(8) == 0)
            {
                // All meet: what follows descends from all there is.
                Array.ForEach(authors, author => made.ForEach(change => author.Merge(change)));
            }

            if (random.Next(3) == 0)
            {
                made.GetRange(0, random.Next(made.Count + 1)).ForEach(change => authors[who].Merge(change));
                continue;
            }

            var document = authors[who];
            var edit = new Edit(s_kinds[random.Next(s_kinds.Length)], random.Next(30), random.Next(30), random.Next(30));
            if (EditMaker.Make(edit, path => document.Text(path).ToString()!, path => document.HasSeen(document.Version, path), true) is { } operation)
            {
                using var transaction = document.Begin(((char)('a' + who)).ToString(), made.Count);
                transaction.Add(operation);
                made.Add(transaction.Commit());
            }
        }

        return made;
    }
}
