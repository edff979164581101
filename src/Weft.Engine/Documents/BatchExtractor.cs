namespace Weft.Engine;

/// <summary>Makes a batch of some ranges of a document's events, whose other ancestors are outside of it.</summary>
internal sealed class BatchExtractor
{
    private readonly EventGraph _graph;
    private readonly EventOwners _owners;

    // Ascending, with the number that the first event of each has in the batch.
    private readonly EventRange[] _ranges;
    private readonly int[] _starts;

    private readonly List<string> _agents = [];
    private readonly Dictionary<int, int> _agentIndexes = [];
    private readonly List<HistoryBatch.AgentRun> _agentRuns = [];
    private readonly List<EventId> _external = [];
    private readonly List<HistoryBatch.GraphRun> _runs = [];
    private readonly List<int> _parents = [];
    private readonly List<HistoryBatch.ChangeRun> _changes = [];
    private readonly List<HistoryBatch.ClockRun> _clocks = [];
    private readonly List<(int Event, Operation Operation)> _items = [];

    /// <param name="graph">The graph.</param>
    /// <param name="owners">What the events are about.</param>
    /// <param name="ranges">The ranges, of whole changes.</param>
    public BatchExtractor(EventGraph graph, EventOwners owners, RangeList ranges)
    {
        (_graph, _owners) = (graph, owners);
        _ranges = [.. ranges.Span];
        Array.Reverse(_ranges);
        _starts = new int[_ranges.Length];
        for (var i = 1; i < _ranges.Length; i++)
        {
            _starts[i] = _starts[i - 1] + _ranges[i - 1].Length;
        }
    }

    public HistoryBatch Write(SortedDictionary<string, TextContainer> texts)
    {
        for (var i = 0; i < _ranges.Length; i++)
        {
            WriteAgents(_ranges[i]);
            WriteRuns(_ranges[i]);
            WriteChanges(_ranges[i]);
            WriteItems(_ranges[i], _starts[i]);
        }

        return new HistoryBatch
        {
            Agents = [.. _agents],
            AgentRuns = [.. _agentRuns],
            External = [.. _external],
            Runs = [.. _runs],
            Parents = [.. _parents],
            Changes = [.. _changes],
            Clocks = [.. _clocks],
            Texts = Texts(texts),
            Items = [.. _items],
        };
    }

    private void WriteAgents(EventRange range)
    {
        for (var at = range.Start; at < range.End;)
        {
            var run = _graph.AgentRunAt(_graph.AgentRunIndexOf(at));
            var length = Math.Min(run.End, range.End) - at;
            if (!_agentIndexes.TryGetValue(run.Agent, out var agent))
            {
                _agentIndexes.Add(run.Agent, agent = _agents.Count);
                _agents.Add(_graph.AgentName(run.Agent));
            }

            var sequence = run.Sequence + (at - run.Start);
            if (_agentRuns.Count > 0 && _agentRuns[^1] is var last && last.Agent == agent && last.Sequence + last.Length == sequence)
            {
                _agentRuns[^1] = last with { Length = last.Length + length };
            }
            else
            {
                _agentRuns.Add(new HistoryBatch.AgentRun(agent, sequence, length));
            }

            at += length;
        }
    }

    private void WriteRuns(EventRange range)
    {
        for (var at = range.Start; at < range.End;)
        {
            var run = _graph.RunAt(_graph.RunIndexOf(at));
            var length = Math.Min(run.End, range.End) - at;
            var first = _parents.Count;
            foreach (var parent in _graph.ParentsOf(at))
            {
                AddParent(parent);
            }

            _runs.Add(new HistoryBatch.GraphRun(length, first, _parents.Count - first));
            at += length;
        }
    }

    private void AddParent(int parent)
    {
        if (parent >= _graph.BaseEvents)
        {
            var index = IndexOf(parent);
            _parents.Add(index >= 0 ? index : ~External(_graph.NameOf(parent)));
            return;
        }

        // What stands for the horizon has the names of its heads.
        foreach (var head in _graph.ToVersion([parent]).Heads)
        {
            _parents.Add(~External(head));
        }
    }

    private int External(EventId name)
    {
        _external.Add(name);
        return _external.Count - 1;
    }

    /// <summary>The number of an event in the batch, negative when it is not in it.</summary>
    private int IndexOf(int lv)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_ranges[middle].Start <= lv)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return lv >= _ranges[low].Start && lv < _ranges[low].End ? _starts[low] + lv - _ranges[low].Start : -1;
    }

    private void WriteChanges(EventRange range)
    {
        var end = _graph.ChangeOf(range.End - 1) + 1;
        for (var change = _graph.ChangeOf(range.Start); change < end;)
        {
            var run = _graph.ChangeRunAt(_graph.ChangeRunIndexOf(change));
            var count = Math.Min(run.End, end) - change;
            if (_changes.Count > 0 && _changes[^1] is var last && last.Length == run.Length)
            {
                _changes[^1] = last with { Count = last.Count + count };
            }
            else
            {
                _changes.Add(new HistoryBatch.ChangeRun(run.Length, count));
            }

            change += count;
        }

        for (var change = _graph.ChangeOf(range.Start); change < end;)
        {
            var (clock, step, runEnd) = _graph.ClockRunOf(change);
            var count = Math.Min(runEnd, end) - change;
            _clocks.Add(new HistoryBatch.ClockRun(count, clock.Value, step));
            change += count;
        }
    }

    private void WriteItems(EventRange range, int start)
    {
        var items = _owners.Items;
        for (var i = _owners.IndexOfItem(range.Start); i < items.Length && items[i].Event < range.End; i++)
        {
            _items.Add((start + items[i].Event - range.Start, items[i].Operation));
        }
    }

    private (string Path, TextLog Log)[] Texts(SortedDictionary<string, TextContainer> texts)
    {
        var written = new List<(string Path, TextLog Log)>();
        foreach (var (path, text) in texts)
        {
            var log = text.Log;
            if (_ranges.Length == 1 && _ranges[0].Start == 0 && log.RowCount > 0 && log.Rows[^1].End <= _ranges[0].End)
            {
                // All of it, as it is numbered here: read while it is written, never changed.
                written.Add((path, log));
                continue;
            }

            var part = Part(log);
            if (part.RowCount > 0)
            {
                written.Add((path, part));
            }
        }

        return [.. written];
    }

    private TextLog Part(TextLog log)
    {
        var part = new TextLog();
        var payloads = new Dictionary<int, int>();
        for (var i = 0; i < _ranges.Length; i++)
        {
            var range = _ranges[i];
            for (var row = log.RowAfter(range.Start); row < log.RowCount && log.Rows[row].Event < range.End; row++)
            {
                var from = Math.Max(log.Rows[row].Event, range.Start);
                var length = Math.Min(log.Rows[row].End, range.End) - from;
                part.Append(log.Rows[row].Slice(from - log.Rows[row].Event, length), _starts[i] + from - range.Start, log, payloads);
            }
        }

        return part;
    }
}
