using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Batches of recorded histories, put together without a document.</summary>
internal sealed class BatchMaker
{
    private readonly List<string> _agents = [];
    private readonly List<EventId> _external = [];
    private readonly List<HistoryBatch.GraphRun> _runs = [];
    private readonly List<int> _parents = [];
    private readonly List<HistoryBatch.AgentRun> _agentRuns = [];
    private readonly List<HistoryBatch.ChangeRun> _changes = [];
    private readonly List<HistoryBatch.ClockRun> _clocks = [];
    private readonly SortedDictionary<string, TextLog> _texts = new(StringComparer.Ordinal);
    private readonly List<(int Event, Operation Operation)> _items = [];
    private readonly Dictionary<int, int> _children = [];
    private readonly ChangeDraft _draft = new();
    private int _next;

    /// <summary>The whole history as one batch from the root.</summary>
    public static HistoryBatch Of(RecordedTrace trace) => Of(trace.Changes);

    /// <summary>These changes, parents first, as one batch; parents that are not there are external.</summary>
    public static HistoryBatch Of(IReadOnlyList<Change> changes)
    {
        var maker = new BatchMaker();
        var parents = maker.FindParents(changes);
        for (var i = 0; i < changes.Count; i++)
        {
            maker.Add(changes[i], parents[i]);
        }

        return new HistoryBatch
        {
            Agents = [.. maker._agents],
            AgentRuns = [.. maker._agentRuns],
            External = [.. maker._external],
            Runs = [.. maker._runs],
            Parents = [.. maker._parents],
            Changes = [.. maker._changes],
            Clocks = [.. maker._clocks],
            Texts = [.. maker._texts.Select(text => (text.Key, text.Value))],
            Items = [.. maker._items],
        };
    }

    /// <summary>A batch as text, to compare two: clocks one by one, since their stretches may be cut elsewhere.</summary>
    public static string Describe(HistoryBatch batch)
    {
        var text = new System.Text.StringBuilder();
        text.AppendJoin(' ', batch.Agents).AppendLine().AppendJoin(' ', batch.AgentRuns).AppendLine()
            .AppendJoin(' ', batch.External).AppendLine().AppendJoin(' ', batch.Runs).AppendLine()
            .AppendJoin(' ', batch.Parents).AppendLine().AppendJoin(' ', batch.Changes).AppendLine()
            .AppendJoin(' ', batch.Clocks.SelectMany(run => Enumerable.Range(0, run.Count).Select(i => run.First + (run.Step * i)))).AppendLine();
        foreach (var (path, log) in batch.Texts)
        {
            text.Append(path).Append(' ').AppendJoin(' ', log.Payloads.ToArray()).AppendLine();
            foreach (var row in log.Rows)
            {
                text.Append(FormattableString.Invariant($"{row.Event} {row.Length} {row.Position} {row.Content} {row.Payload} {row.Kind} "));
                text.AppendJoin(' ', Enumerable.Range(row.Event, row.Length).Where(log.IsLowSurrogate)).AppendLine();
            }

            text.Append(log.Units).AppendLine();
        }

        return text.AppendJoin(' ', batch.Items).ToString();
    }

    private static int IndexOf<T>(List<T> list, T element)
    {
        if (!list.Contains(element))
        {
            list.Add(element);
        }

        return list.IndexOf(element);
    }

    private List<int[]> FindParents(IReadOnlyList<Change> changes)
    {
        var lasts = new Dictionary<EventId, int>();
        var parents = new List<int[]>();
        var lv = 0;
        foreach (var change in changes)
        {
            int[] own = [.. change.Parents.Heads.Select(head => lasts.TryGetValue(head, out var last) ? last : ~IndexOf(_external, head))];
            parents.Add(own);
            foreach (var parent in own)
            {
                _children[parent] = _children.GetValueOrDefault(parent) + 1;
            }

            lv += change.Length;
            lasts.TryAdd(change.LastEvent, lv - 1);
        }

        return parents;
    }

    private void Add(Change change, int[] parents)
    {
        var continues = parents is [>= 0 and var only] && only == _next - 1 && _children[only] == 1;
        if (continues)
        {
            _runs[^1] = _runs[^1] with { Length = _runs[^1].Length + change.Length };
        }
        else
        {
            _runs.Add(new HistoryBatch.GraphRun(change.Length, _parents.Count, parents.Length));
            _parents.AddRange(parents);
        }

        AddAgent(change);
        if (_changes.Count > 0 && _changes[^1].Length == change.Length)
        {
            _changes[^1] = _changes[^1] with { Count = _changes[^1].Count + 1 };
        }
        else
        {
            _changes.Add(new HistoryBatch.ChangeRun(change.Length, 1));
        }

        ClockCursor.Add(_clocks, new HistoryBatch.ClockRun(1, change.Clock.Value, 0));
        AddOperations(change, continues);
    }

    private void AddAgent(Change change)
    {
        var agent = IndexOf(_agents, change.Agent);
        if (_agentRuns.Count > 0 && _agentRuns[^1].Agent == agent && _agentRuns[^1].Sequence + _agentRuns[^1].Length == change.Sequence)
        {
            _agentRuns[^1] = _agentRuns[^1] with { Length = _agentRuns[^1].Length + change.Length };
        }
        else
        {
            _agentRuns.Add(new HistoryBatch.AgentRun(agent, change.Sequence, change.Length));
        }
    }

    private void AddOperations(Change change, bool continues)
    {
        _draft.Read(change);
        foreach (ref readonly var operation in _draft.Operations)
        {
            if (operation.Path is null)
            {
                _items.Add((_next, operation.Item!));
            }
            else
            {
                if (!_texts.TryGetValue(operation.Path, out var log))
                {
                    _texts.Add(operation.Path, log = new TextLog());
                }

                log.Append(
                    _next, continues, operation.Kind, operation.Position, operation.Length, _draft.UnitsOf(operation), log.Intern(operation.Payload));
            }

            continues = false;
            _next += operation.EventCount;
        }
    }
}
