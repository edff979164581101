using System.Collections.Immutable;
using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>Plays a plan on real documents, and compares each with the oracle after every step.</summary>
public sealed class PlanRunner
{
    private const long Start = 1_000_000;

    private readonly OracleDocument _oracle = new();
    private readonly List<Change> _changes = [];
    private readonly Player[] _players;

    /// <summary>Documents that have seen nothing.</summary>
    public PlanRunner(int replicas) =>
        _players = [.. Enumerable.Range(0, replicas).Select(index => new Player(((char)('a' + index)).ToString()))];

    /// <summary>How many concurrent changes were merged, to show that a generator is not empty.</summary>
    public int ConcurrentMerges { get; private set; }

    /// <summary>How many changes were refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>
    /// Plays a plan, then delivers everything to everybody, and throws when anything is not as it must be.
    /// </summary>
    public void Play(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var step in plan.Steps)
        {
            Play(step);
        }

        for (var i = 0; i < _players.Length; i++)
        {
            DeliverAll(_players[i], backwards: i % 2 == 1);
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private void Play(PlanStep step)
    {
        var player = _players[step.Replica % _players.Length];
        switch (step)
        {
            case EditStep edit:
                Edit(player, edit);
                break;
            case DeliverStep deliver when _changes.Count > 0:
                Deliver(player, _changes[deliver.Pick * 7 % _changes.Count]);
                break;
            case SyncStep sync:
                var source = _players[sync.From % _players.Length].Document;
                foreach (var change in source.ChangesSince(player.Document.Version))
                {
                    Deliver(player, change);
                }

                Require(player.Document.Contains(source.Version), "A sync leaves nothing out.");
                break;
            case ReloadStep:
                Reload(player);
                break;
            case WrongStep wrong:
                PlayWrong(player, wrong);
                break;
        }

        Compare(player);
    }

    private void Edit(Player player, EditStep step)
    {
        var document = player.Document;
        var scratch = new PlainReplica();
        foreach (var path in document.TextPaths)
        {
            foreach (var run in document.Text(path).Runs())
            {
                var text = scratch.Text(path);
                text.Insert(text.Length, run.Text ?? "\uFFFC", Properties.Empty);
            }
        }

        var added = new HashSet<ItemPath>();
        using var transaction = document.Begin(player.Agent, Start + step.Time);
        var count = 0;
        foreach (var edit in step.Edits)
        {
            var operation = EditMaker.Make(
                edit, path => scratch.Text(path).ToString(), path => added.Contains(path) || document.HasSeen(document.Version, path), true);
            if (operation is null)
            {
                continue;
            }

            transaction.Add(operation);
            count++;
            if (operation is AddItem add)
            {
                added.Add(add.Path);
            }
            else if (operation is InsertText or InsertEmbed or DeleteText)
            {
                scratch.Apply(operation);
            }
        }

        if (count == 0)
        {
            return;
        }

        var change = transaction.Commit();
        Require(_oracle.Add(change) is null, "The oracle takes what the document took.");
        _changes.Add(change);
        player.Plain.Apply(OwnEffects(document, player, change));
    }

    /// <summary>A commit does not tell what it came to, so a twin that gets all in the same order is asked.</summary>
    private static ImmutableArray<Operation> OwnEffects(Document document, Player player, Change change)
    {
        Require(document.Version.Heads.Contains(change.LastEvent), "An own change is a head.");
        var applied = (MergeResult.Applied)player.Twin.Merge(change);
        return applied.Changes.Single().Transformed;
    }

    private void Deliver(Player player, Change change)
    {
        Require(Engine.Change.TryDecode(change.ToBytes(), out var decoded, out _), "A change can be read.");
        var result = player.Document.Merge(decoded!);
        switch (result)
        {
            case MergeResult.Applied applied:
                foreach (var (one, transformed) in applied.Changes)
                {
                    player.Plain.Apply(transformed);
                    Require(player.Twin.Merge(one) is MergeResult.Applied, "What one takes, its twin takes.");
                    ConcurrentMerges += player.Document.Version.Heads.Length > 1 ? 1 : 0;
                }

                break;
            case MergeResult.AlreadyKnown:
            case MergeResult.Waiting:
                break;
            default:
                throw new InvalidOperationException(result.ToString());
        }
    }

    private void DeliverAll(Player player, bool backwards)
    {
        var order = backwards ? _changes.AsEnumerable().Reverse() : _changes;
        foreach (var change in order.ToArray())
        {
            Deliver(player, change);
        }

        Require(player.Document.WaitingCount == 0, "Nothing waits when everything is there.");
        Require(player.Document.ChangeCount == _changes.Count, "Everything has arrived.");
        Compare(player);
        Compare(player, _players[0]);
    }

    private static void Reload(Player player)
    {
        var waiting = player.Document.WaitingCount;
        var saved = player.Document.Save();
        Require(Document.TryLoad(saved, out var loaded, out var reason), $"A saved document can be loaded: {reason}");
        Require(loaded!.Save().AsSpan().SequenceEqual(saved), "A loaded document saves as it was.");
        Require(waiting == 0 || loaded.WaitingCount == 0, "What waits is not saved.");
        player.Document = loaded;
    }

    private void PlayWrong(Player player, WrongStep step)
    {
        var document = player.Document;
        var operations = step.Edits
            .Select(edit => EditMaker.Make(edit, path => document.Text(path).Substring(0, document.Text(path).Length), _ => false, false)!)
            .ToImmutableArray();
        var clock = HybridTimestamp.After(document.ClockAt(document.Version), Start);
        var change = new Change("w", 0, document.Version, clock, operations);
        var expected = _oracle.Judge(change);
        if (expected is null)
        {
            return;
        }

        Refusals++;
        foreach (var other in _players)
        {
            var result = other.Document.Merge(change);
            var isJudged = other.Document.Contains(change.Parents);
            Require(isJudged ? result is MergeResult.Refused refused && refused.Reason == expected : result is MergeResult.Waiting or MergeResult.AlreadyKnown,
                $"Expected {expected}, got {result}.");
            Compare(other);
        }
    }

    private void Compare(Player player)
    {
        var document = player.Document;
        document.CheckInvariants();
        var seen = _oracle.Past(document.Version);
        Require(seen.Count == document.ChangeCount, "A version stands for all that was merged.");
        foreach (var path in document.TextPaths)
        {
            var expected = _oracle.Runs(path, seen);
            Require(document.Text(path).Runs().SequenceEqual(expected),
                $"{path} is {Show(document.Text(path).Runs())}, not {Show(expected)}.");
            Require(player.Plain.Text(path).Runs().SequenceEqual(expected),
                $"{path} by transformed operations is {Show(player.Plain.Text(path).Runs())}, not {Show(expected)}.");
        }

        var items = _oracle.Items(seen);
        var found = document.Collections.SelectMany(collection => document.Items(collection).Select(item => (collection, item))).ToList();
        Require(found.Count == items.Count && player.Plain.Items.Count == items.Count, "The right number of items.");
        foreach (var (path, item) in items)
        {
            Require(item.Equals(document.Find(path)), $"{path} is {document.Find(path)}, not {item}.");
            Require(item.Equals(player.Plain.Items[path]), $"{path} by transformed operations is {player.Plain.Items[path]}, not {item}.");
        }

        CompareAnchors(player, seen);
    }

    private void CompareAnchors(Player player, IReadOnlySet<int> seen)
    {
        var document = player.Document;
        foreach (var anchor in player.Anchors)
        {
            var expected = _oracle.Resolve(anchor, seen);
            Require(document.Resolve(anchor) == expected, $"{anchor} is at {document.Resolve(anchor)}, not {expected}.");
        }

        const int MaxAnchors = 6;
        if (player.Anchors.Count < MaxAnchors)
        {
            var length = document.Text("body").Length;
            var bias = player.Anchors.Count % 2 == 0 ? Bias.Left : Bias.Right;
            player.Anchors.Add(document.AnchorAt("body", length * player.Anchors.Count / MaxAnchors, bias));
        }
    }

    private static void Compare(Player a, Player b)
    {
        Require(a.Document.Version == b.Document.Version, "Equal histories have equal versions.");
        foreach (var path in a.Document.TextPaths)
        {
            Require(a.Document.Text(path).Runs().SequenceEqual(b.Document.Text(path).Runs()), "Replicas converge.");
        }
    }

    private static string Show(IEnumerable<TextRun> runs) =>
        string.Join('|', runs.Select(run => (run.Text ?? run.Embed!.Value.Text) + (run.Attributes.Count == 0 ? "" : run.Attributes.ToString())));

    private sealed class Player(string agent)
    {
        public string Agent { get; } = agent;

        public Document Document { get; set; } = new();

        /// <summary>Gets the same changes in the same order, and is never loaded anew.</summary>
        public Document Twin { get; } = new();

        public PlainReplica Plain { get; } = new();

        public List<Anchor> Anchors { get; } = [];
    }
}
