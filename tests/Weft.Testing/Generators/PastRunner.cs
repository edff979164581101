using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>
/// Plays a plan, and after every step asks the document of who acted about its past: texts and items of versions,
/// differences of two of them, authors. The oracle answers too.
/// </summary>
public sealed class PastRunner(int replicas)
{
    private readonly PlanHistory _history = new(replicas);

    // Versions that were somebody's at some time, most of them no prefix of any order of arrival.
    private readonly List<Engine.Version> _versions = [Engine.Version.Root];
    private int _step;

    /// <summary>How many differences had an operation, to show that there is something to see.</summary>
    public int Differences { get; private set; }

    /// <summary>How many versions that were asked about had several heads.</summary>
    public int Branched { get; private set; }

    /// <summary>Plays a plan, and throws when an answer is not as it must be.</summary>
    public void Play(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var step in plan.Steps)
        {
            _history.Play(step);
            var document = _history.Documents[step.Replica % _history.Documents.Length];
            if (!_versions.Contains(document.Version))
            {
                _versions.Add(document.Version);
            }

            _step++;
            Ask(document);
            document.CheckInvariants();
        }
    }

    private void Ask(Document document)
    {
        var known = _versions.Where(document.Contains).ToList();
        var from = known[_step * 7 % known.Count];
        var to = known[_step * 5 % known.Count];
        Branched += from.Heads.Length > 1 ? 1 : 0;
        CheckTexts(document, from);
        CheckDifference(document, from, to);
        CheckDifference(document, from, document.Version);
        CheckDifference(document, document.Version, from);
        CheckAuthors(document);
        CheckAnchors(document, known);
    }

    private void CheckTexts(Document document, Engine.Version version)
    {
        var seen = _history.Oracle.Past(version);
        foreach (var path in document.TextPaths)
        {
            var text = document.TextAt(path, version);
            text.CheckInvariants();
            var expected = _history.Oracle.Runs(path, seen);
            PlanHistory.Require(
                text.Runs().SequenceEqual(expected), $"{path} at {version} was {PlanHistory.Show(text.Runs())}, not {PlanHistory.Show(expected)}.");
        }
    }

    private void CheckDifference(Document document, Engine.Version from, Engine.Version to)
    {
        var operations = document.Difference(from, to);
        Differences += operations.IsEmpty ? 0 : 1;
        var replica = new PlainReplica();
        var (before, after) = (_history.Oracle.Past(from), _history.Oracle.Past(to));
        foreach (var path in document.TextPaths)
        {
            Fill(replica.Text(path), _history.Oracle.Runs(path, before));
        }

        foreach (var (path, item) in _history.Oracle.Items(before))
        {
            replica.Items.Add(path, item);
        }

        replica.Apply(operations);
        foreach (var path in document.TextPaths)
        {
            var expected = _history.Oracle.Runs(path, after);
            PlanHistory.Require(
                replica.Text(path).Runs().SequenceEqual(expected),
                $"{path} from {from} to {to} came to {PlanHistory.Show(replica.Text(path).Runs())}, not {PlanHistory.Show(expected)}: {string.Join("; ", operations)}");
            CheckLeast(document, path, from, to);
        }

        var items = _history.Oracle.Items(after);
        PlanHistory.Require(
            items.Count == replica.Items.Count && items.All(item => replica.Items.TryGetValue(item.Key, out var found) && found.Equals(item.Value)),
            $"Items from {from} to {to}: {string.Join("; ", operations)}");
    }

    /// <summary>As many units come and go as have another visibility, and no more.</summary>
    private void CheckLeast(Document document, string path, Engine.Version from, Engine.Version to)
    {
        var before = _history.Oracle.Authors(path, _history.Oracle.Past(from)).ToHashSet();
        var after = _history.Oracle.Authors(path, _history.Oracle.Past(to)).ToHashSet();
        var operations = document.Difference(path, from, to);
        var deleted = operations.OfType<DeleteText>().Sum(delete => delete.Length);
        var inserted = operations.OfType<InsertText>().Sum(insert => insert.Text.Length) + operations.OfType<InsertEmbed>().Count();
        PlanHistory.Require(deleted == before.Except(after).Count(), "What goes had been there, and does not stay.");
        PlanHistory.Require(inserted == after.Except(before).Count(), "What comes had not been there.");
    }

    private void CheckAuthors(Document document)
    {
        var seen = _history.Oracle.Past(document.Version);
        foreach (var path in document.TextPaths)
        {
            var authors = _history.Oracle.Authors(path, seen);
            var runs = document.Blame(path);
            var units = runs.SelectMany(run => Enumerable.Range(0, run.Length).Select(i => run.First with { Sequence = run.First.Sequence + i }));
            PlanHistory.Require(units.SequenceEqual(authors), $"{path} is by {string.Join(", ", runs)}, not {string.Join(", ", authors)}.");
            for (var i = 0; i < runs.Count; i++)
            {
                var (position, length, first, clock) = runs[i];
                PlanHistory.Require(clock == _history.Oracle.ClockOf(first), "A run has the clock of its first unit.");
                PlanHistory.Require(position == (i == 0 ? 0 : runs[i - 1].Position + runs[i - 1].Length), "Runs lie side by side.");
                PlanHistory.Require(
                    i + 1 == runs.Count || runs[i + 1].First != first with { Sequence = first.Sequence + length }, "What continues a run is in it.");
            }
        }
    }

    private void CheckAnchors(Document document, List<Engine.Version> known)
    {
        var anchors = new List<Anchor>();
        for (var i = 0; i < 6; i++)
        {
            var version = known[(_step + (i / 3)) % known.Count];
            var length = _history.Oracle.Authors("body", _history.Oracle.Past(version)).Count;
            anchors.Add(new Anchor("body", version, length * (i % 3) / 2, i % 2 == 0 ? Bias.Left : Bias.Right));
        }

        var seen = _history.Oracle.Past(document.Version);
        PlanHistory.Require(
            document.Resolve(anchors).SequenceEqual(anchors.Select(anchor => _history.Oracle.Resolve(anchor, seen))), "Anchors stay together.");
    }

    private static void Fill(RichText text, IEnumerable<TextRun> runs)
    {
        foreach (var run in runs)
        {
            if (run.Text is null)
            {
                text.InsertEmbed(text.Length, run.Embed!.Value, run.Attributes);
            }
            else
            {
                text.Insert(text.Length, run.Text, run.Attributes);
            }
        }
    }
}
