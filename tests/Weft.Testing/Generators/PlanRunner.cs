using System.Collections.Immutable;
using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>
/// Plays a plan on real documents, and compares each with the oracle after every step. Changes come in through every door
/// that a document has: as records, as bytes of one, as batches; and documents are saved, opened and parted from their history.
/// </summary>
public sealed partial class PlanRunner
{
    private const long Start = 1_000_000;

    private readonly OracleDocument _oracle = new();
    private readonly List<Change> _changes = [];
    private readonly Dictionary<EventId, int> _numbers = [];
    private readonly Document _archive = new();
    private readonly Player[] _players;

    /// <summary>Documents that have seen nothing.</summary>
    public PlanRunner(int replicas) =>
        _players = [.. Enumerable.Range(0, replicas).Select(index => new Player(((char)('a' + index)).ToString()))];

    /// <summary>All changes that were made, parents first.</summary>
    public IReadOnlyList<Change> Changes => _changes;

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
            DeliverAll(_players[i], i);
        }

        OpenAnew();
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
                Deliver(player, deliver.Pick * 7 % _changes.Count, deliver.Door);
                break;
            case SyncStep sync:
                Sync(player, _players[sync.From % _players.Length], sync.Door);
                break;
            case ReloadStep reload:
                Reload(player, reload.Door);
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
        var operations = new List<Operation>();
        foreach (var edit in step.Edits)
        {
            var operation = EditMaker.Make(
                edit, path => scratch.Text(path).ToString(), path => added.Contains(path) || document.HasSeen(document.Version, path), true);
            if (operation is null)
            {
                continue;
            }

            operations.Add(operation);
            if (operation is AddItem add)
            {
                added.Add(add.Path);
            }
            else if (operation is InsertText or InsertEmbed or DeleteText)
            {
                scratch.Apply(operation);
            }
        }

        if (operations.Count > 0)
        {
            var change = Commit(player, operations, Start + step.Time);
            Require(_oracle.Add(change) is null, "The oracle takes what the document took.");
            Require(_archive.Merge(change) is MergeResult.Applied, "A document that has everything takes it.");
            player.Received.Add(_changes.Count);
            _numbers.Add(new EventId(change.Agent, change.Sequence), _changes.Count);
            _changes.Add(change);
            Require(document.Version.Heads.Contains(change.LastEvent), "An own change is a head.");
            Follow(player, null);
        }
    }

    private static Change Commit(Player player, List<Operation> operations, long now)
    {
        var document = player.Document;
        switch (operations)
        {
            case [InsertText { Attributes.Count: 0 } insert] when now % 2 == 0:
                document.Insert(player.Agent, insert.Path, insert.Position, insert.Text, now);
                return document.ChangeAt(document.ChangeCount - 1);
            case [DeleteText delete] when now % 2 == 0:
                document.Delete(player.Agent, delete.Path, delete.Position, delete.Length, now);
                return document.ChangeAt(document.ChangeCount - 1);
        }

        using var transaction = document.Begin(player.Agent, now);
        foreach (var operation in operations)
        {
            transaction.Add(operation);
        }

        return transaction.Commit();
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
            ShowWrong(other, change, expected.Value);
            Compare(other);
        }
    }

    private void ShowWrong(Player player, Change change, RefusalReason expected)
    {
        var document = player.Document;
        var (isJudged, waiting) = (document.Contains(change.Parents), document.WaitingCount);
        var status = document.Merge(change.ToBytes(), out var message);
        if (status == MergeStatus.NeedsHistory)
        {
            LoadHistory(player);
            status = document.Merge(change.ToBytes(), out message);
        }

        var result = document.Merge(change);
        if (isJudged)
        {
            Require(result is MergeResult.Refused refused && refused.Reason == expected, $"Expected {expected}, got {result}.");
            Require(status == MergeStatus.Refused && string.Equals(message, ((MergeResult.Refused)result).Message, StringComparison.Ordinal), "Bytes are judged as records are.");
        }
        else
        {
            Require(status is MergeStatus.Waiting or MergeStatus.AlreadyKnown && result is MergeResult.AlreadyKnown, $"Expected to wait, got {result}.");
            Require(document.WaitingCount - waiting == (status == MergeStatus.Waiting ? 1 : 0), "What waits is counted.");
        }
    }

    private void Compare(Player player)
    {
        var document = player.Document;
        document.CheckInvariants();
        var seen = _oracle.Past(document.Version);
        Require(seen.Count == document.ChangeCount, "A version stands for all that was merged.");
        Require(seen.SetEquals(Closed(player.Received)), "What has its whole past is merged, and nothing else.");
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

        if (document.HasHistory)
        {
            CompareAnchors(player, seen);
        }
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

    private static void Compare(Document a, Document b)
    {
        Require(a.Version == b.Version, "Equal histories have equal versions.");
        Require(a.TextPaths.SequenceEqual(b.TextPaths, StringComparer.Ordinal) && a.Collections.SequenceEqual(b.Collections, StringComparer.Ordinal), "Equal histories have the same names.");
        foreach (var path in a.TextPaths)
        {
            Require(a.Text(path).Runs().SequenceEqual(b.Text(path).Runs()), "Replicas converge.");
        }

        foreach (var collection in a.Collections)
        {
            Require(a.Items(collection).SequenceEqual(b.Items(collection)), "Items converge.");
        }
    }

    private static string Show(IEnumerable<TextRun> runs) =>
        string.Join('|', runs.Select(run => (run.Text ?? run.Embed!.Value.Text) + (run.Attributes.Count == 0 ? "" : run.Attributes.ToString())));

    private sealed class Player(string agent)
    {
        public string Agent { get; } = agent;

        public Document Document { get; set; } = new();

        /// <summary>The numbers of the changes that it made or got, whether merged or waiting.</summary>
        public HashSet<int> Received { get; set; } = [];

        /// <summary>Gets the same changes in the same order as records, and is never loaded anew.</summary>
        public Document Twin { get; } = new();

        public PlainReplica Plain { get; } = new();

        public List<Anchor> Anchors { get; } = [];
    }
}
