using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>
/// Plays a plan with undo and redo steps. After every step it holds the inverse of some change against the oracle: the
/// document must be as if that had never been. One author alone must come back to what the document was; among several,
/// what others wrote must stay.
/// </summary>
public sealed class UndoRunner
{
    private readonly PlanHistory _history;
    private readonly UndoHistory?[] _undo;
    private readonly Document?[] _followed;

    // Per author: what still holds in the order it was made, and what was taken back; all by the oracle's numbers.
    private readonly List<int>[] _done;
    private readonly Stack<int>[] _undone;

    // Of one author alone: what the document was when so many changes held.
    private readonly List<string> _states = [];
    private int _step;

    /// <summary>Documents that have seen nothing.</summary>
    public UndoRunner(int replicas)
    {
        _history = new PlanHistory(replicas);
        _undo = new UndoHistory?[replicas];
        _followed = new Document?[replicas];
        _done = [.. Enumerable.Range(0, replicas).Select(_ => new List<int>())];
        _undone = [.. Enumerable.Range(0, replicas).Select(_ => new Stack<int>())];
    }

    /// <summary>How many undos and redos made a change, to show that there is something to see.</summary>
    public int Reversals { get; private set; }

    /// <summary>Plays a plan, and throws when anything is not as it must be.</summary>
    public void Play(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var step in plan.Steps)
        {
            var replica = step.Replica % _history.Documents.Length;
            Prepare(replica);
            switch (step)
            {
                case UndoStep:
                    Reverse(replica, isRedo: false);
                    break;
                case RedoStep:
                    Reverse(replica, isRedo: true);
                    break;
                default:
                    if (_history.Play(step) is not null)
                    {
                        _done[replica].Add(_history.Changes.Count - 1);
                        _undone[replica].Clear();
                        if (_history.Documents.Length == 1)
                        {
                            Remember(_history.Documents[0]);
                        }
                    }

                    break;
            }

            _step++;
            CheckInverse(_history.Documents[replica]);
            _history.Documents[replica].CheckInvariants();
        }
    }

    private static PlainReplica Copy(Document document)
    {
        var replica = new PlainReplica();
        foreach (var path in document.TextPaths)
        {
            foreach (var run in document.Text(path).Runs())
            {
                var text = replica.Text(path);
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

        return replica;
    }

    private void Prepare(int replica)
    {
        // A document that was loaded anew is followed anew; what was done before is told.
        if (ReferenceEquals(_followed[replica], _history.Documents[replica]))
        {
            return;
        }

        _followed[replica] = _history.Documents[replica];
        _undo[replica] = new UndoHistory(_history.Documents[replica], PlanHistory.AgentOf(replica));
        _done[replica].Clear();
        _undone[replica].Clear();
        _states.Clear();
        _states.Add(StateOf(_history.Documents[replica]));
    }

    /// <summary>The text and the items of a document after the inverse of any one change are as if that had never been.</summary>
    private void CheckInverse(Document document)
    {
        if (document.ChangeCount == 0)
        {
            return;
        }

        var change = document.ChangeAt(_step * 7 % document.ChangeCount);
        var without = _history.Oracle.Past(document.Version).ToHashSet();
        without.Remove(_history.Oracle.IndexOf(change.LastEvent));
        var operations = document.InverseOf(change.LastEvent);
        Require(document, without, operations, $"the inverse of {change}");
    }

    private void Require(Document document, HashSet<int> without, IReadOnlyList<Operation> operations, string what)
    {
        var replica = Copy(document);
        var twin = new Document();
        foreach (var known in document.ChangesSince(Engine.Version.Root))
        {
            twin.Merge(known);
        }

        if (operations.Count > 0)
        {
            var clock = HybridTimestamp.After(twin.ClockAt(twin.Version), 0);
            var result = twin.Merge(new Change("z", 0, twin.Version, clock, [.. operations]));
            PlanHistory.Require(result is MergeResult.Applied, $"{what} fits: {result} {string.Join("; ", operations)}");
        }

        foreach (var path in document.TextPaths)
        {
            var expected = _history.Oracle.Runs(path, without);
            foreach (var operation in operations.Where(operation => operation is InsertText or InsertEmbed or DeleteText or FormatText))
            {
                if (string.Equals(PathOf(operation), path, StringComparison.Ordinal))
                {
                    replica.Apply(operation);
                }
            }

            PlanHistory.Require(
                replica.Text(path).Runs().SequenceEqual(expected) && twin.Text(path).Runs().SequenceEqual(expected),
                $"{path} after {what} is {PlanHistory.Show(twin.Text(path).Runs())}, not {PlanHistory.Show(expected)}: {string.Join("; ", operations)}");
        }

        CheckItems(twin, without, what);
    }

    /// <summary>
    /// Kinds are left out: of two concurrent additions of one id one decides the kind, and no operation gives it back.
    /// </summary>
    private void CheckItems(Document document, IReadOnlySet<int> seen, string what)
    {
        var items = _history.Oracle.Items(seen).ToDictionary();
        var found = document.Collections.SelectMany(name => document.Items(name).Select(item => (Path: new ItemPath(name, item.Id), item.Properties)));
        foreach (var (path, properties) in found)
        {
            var isThere = items.Remove(path, out var item);
            PlanHistory.Require(isThere && item!.Properties.Equals(properties), $"{path} after {what} has {properties}, not {item}.");
        }

        PlanHistory.Require(items.Count == 0, $"Not there after {what}: {string.Join(", ", items.Keys)}.");
    }

    private static string? PathOf(Operation operation) => operation switch
    {
        InsertText insert => insert.Path,
        InsertEmbed insert => insert.Path,
        DeleteText delete => delete.Path,
        FormatText format => format.Path,
        _ => null,
    };

    private void Reverse(int replica, bool isRedo)
    {
        var document = _history.Documents[replica];
        var history = _undo[replica]!;
        PlanHistory.Require(history.CanUndo == _done[replica].Count > 0, "There is something to undo when something holds.");
        PlanHistory.Require(history.CanRedo == _undone[replica].Count > 0, "There is something to redo when something was undone.");
        var before = OthersUnits(document, replica);
        var change = isRedo ? history.Redo(0) : history.Undo(0);
        Move(replica, isRedo, change);
        PlanHistory.Require(before.SequenceEqual(OthersUnits(document, replica)), "What others wrote stays.");
        if (_history.Documents.Length == 1)
        {
            CheckAlone(document);
        }
    }

    /// <summary>Steps of which nothing was left are passed over, so the stacks tell how many were taken.</summary>
    private void Move(int replica, bool isRedo, Change? change)
    {
        var history = _undo[replica]!;
        if (change is not null)
        {
            _history.Add(change);
            Reversals++;
        }

        var (done, undone) = (_done[replica], _undone[replica]);
        while (isRedo ? undone.Count > history.RedoCount : done.Count > history.UndoCount)
        {
            if (isRedo)
            {
                done.Add(undone.Pop());
            }
            else
            {
                undone.Push(done[^1]);
                done.RemoveAt(done.Count - 1);
            }
        }

        PlanHistory.Require(change is not null || (isRedo ? undone.Count : done.Count) == 0, "Null means that nothing is left.");
    }

    private List<EventId> OthersUnits(Document document, int replica)
    {
        var seen = _history.Oracle.Past(document.Version);
        return [.. document.TextPaths.SelectMany(path => _history.Oracle.Authors(path, seen)).Where(unit => !string.Equals(unit.Agent, PlanHistory.AgentOf(replica), StringComparison.Ordinal))];
    }

    /// <summary>With nobody else, the document is as it was when as many changes held.</summary>
    private void CheckAlone(Document document)
    {
        var now = StateOf(document);
        var then = _states[_undo[0]!.UndoCount];
        PlanHistory.Require(string.Equals(now, then, StringComparison.Ordinal), $"It is {now}, not {then}.");
    }

    private void Remember(Document document)
    {
        _states.RemoveRange(_done[0].Count, _states.Count - _done[0].Count);
        _states.Add(StateOf(document));
    }

    private static string StateOf(Document document) =>
        string.Join('\n', document.TextPaths.Select(path => (Path: path, Text: PlanHistory.Show(document.Text(path).Runs()))).Where(one => one.Text.Length > 0))
        + string.Join('\n', document.Collections.SelectMany(name => document.Items(name).Select(item => $"{name} {item}")));
}
