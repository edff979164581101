using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Reads what <see cref="BatchWriter"/> wrote, from bytes that may be anything.</summary>
internal ref partial struct BatchReader
{
    private readonly HistoryBatch _batch = new();
    private readonly NameCache _names = new();
    private ByteReader _reader;
    private ReadOnlySpan<char> _units;
    private BatchIndex _index;
    private int[] _agentStarts = [];

    private BatchReader(ReadOnlySpan<byte> columns, ReadOnlySpan<char> units)
    {
        _reader = new ByteReader(columns);
        _units = units;
        _index = new BatchIndex(_batch);
    }

    /// <summary>The batch of these columns and units, or null and why there is none.</summary>
    public static HistoryBatch? Read(ReadOnlySpan<byte> columns, ReadOnlySpan<char> units, out string? reason)
    {
        var reader = new BatchReader(columns, units);
        reader.ReadAll();
        reason = reader._reader.Reason;
        return reason is null ? reader._batch : null;
    }

    private void ReadAll()
    {
        ReadNames();
        var events = ReadGraph();
        ReadChanges(events);
        if (!_reader.Failed)
        {
            _index = new BatchIndex(_batch);
            CheckGraph();
            ReadAgents();
        }

        if (!_reader.Failed)
        {
            ReadClocks();
        }

        if (!_reader.Failed)
        {
            ReadTexts();
            ReadItems();
        }

        if (!_reader.Failed)
        {
            Check(_units.IsEmpty, "The text is longer than its rows.");
            CheckCover();
        }
    }

    private void Check(bool isRight, string reason)
    {
        if (!isRight)
        {
            _reader.Fail(reason);
        }
    }

    private ByteReader Column() => new(_reader.Bytes(_reader.Count()));

    /// <summary>What was wrong with a column is wrong with all.</summary>
    private void Close(in ByteReader column)
    {
        if (column.Failed)
        {
            _reader.Fail(column.Reason!);
        }
    }

    private void ReadNames()
    {
        var agents = new string[_reader.Count()];
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < agents.Length && !_reader.Failed; i++)
        {
            agents[i] = _reader.String();
            Check(agents[i].Length > 0 && known.Add(agents[i]), "An agent has no name of its own.");
        }

        var external = new EventId[_reader.Count()];
        for (var i = 0; i < external.Length && !_reader.Failed; i++)
        {
            external[i] = new EventId(_reader.Name(_names), _reader.Number());
        }

        (_batch.Agents, _batch.External) = (agents, external);
    }

    /// <summary>Reads the chains; gives how many events they are.</summary>
    private long ReadGraph()
    {
        var count = _reader.Count();
        ByteReader lengths = Column(), counts = Column(), codes = Column();
        Check(count <= lengths.Remaining && count <= counts.Remaining, "A column ends too early.");
        var runs = new HistoryBatch.GraphRun[_reader.Failed ? 0 : count];
        var parents = new List<int>(Math.Min(codes.Remaining, runs.Length));
        var ends = new int[runs.Length];
        long events = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            var length = lengths.Int();
            var parentCount = counts.Int();
            events += length + 1L;
            if (lengths.Failed || counts.Failed || events > int.MaxValue || parentCount > codes.Remaining)
            {
                _reader.Fail("A chain is too long, or has too many parents.");
                break;
            }

            runs[i] = new HistoryBatch.GraphRun(length + 1, parents.Count, parentCount);
            ends[i] = (int)events;
            for (var j = 0; j < parentCount; j++)
            {
                parents.Add(ReadParent(ref codes, runs, ends, i));
            }
        }

        Check(codes.Remaining == 0, "There are more parents than chains have.");
        Close(codes);
        (_batch.Runs, _batch.Parents) = (runs, [.. parents]);
        return events;
    }

    private readonly int ReadParent(ref ByteReader codes, HistoryBatch.GraphRun[] runs, int[] ends, int run)
    {
        var code = codes.Int();
        if (code == 0)
        {
            var external = codes.Int();
            if (external < _batch.External.Length)
            {
                return ~external;
            }

            codes.Fail("A parent is not named.");
            return 0;
        }

        var of = run - (code >> 1);
        var fromEnd = (code & 1) == 0 ? 0 : codes.Int();
        if (of >= 0 && of < run && fromEnd < runs[of].Length)
        {
            return ends[of] - 1 - fromEnd;
        }

        codes.Fail("A parent does not come first.");
        return 0;
    }

    private void ReadChanges(long events)
    {
        var count = _reader.Count();
        ByteReader lengths = Column(), counts = Column();
        Check(count <= lengths.Remaining && count <= counts.Remaining, "A column ends too early.");
        var changes = new HistoryBatch.ChangeRun[_reader.Failed ? 0 : count];
        long sum = 0;
        for (var i = 0; i < changes.Length; i++)
        {
            long length = lengths.Int() + 1L, repeated = counts.Int() + 1L;
            sum += length * repeated;
            if (sum > events)
            {
                break;
            }

            changes[i] = new HistoryBatch.ChangeRun((int)length, (int)repeated);
        }

        Close(lengths);
        Close(counts);
        Check(sum == events, "The changes are not as long as the chains.");
        _batch.Changes = changes;
    }

    /// <summary>Changes are seen whole: they lie within a chain, and a parent is the last event of one.</summary>
    private void CheckGraph()
    {
        var isWhole = true;
        for (var i = 0; i < _batch.Runs.Length; i++)
        {
            isWhole &= _index.IsChangeStart(_index.StartOf(i));
        }

        foreach (var parent in _batch.Parents)
        {
            isWhole &= parent < 0 || _index.IsChangeStart(parent + 1);
        }

        Check(isWhole, "A change is cut in two.");
    }

    private void ReadAgents()
    {
        var count = _reader.Count();
        ByteReader who = Column(), gaps = Column(), lengths = Column();
        Check(count <= who.Remaining && count <= lengths.Remaining, "A column ends too early.");
        var runs = new HistoryBatch.AgentRun[_reader.Failed ? 0 : count];
        _agentStarts = new int[runs.Length];
        Span<int> recent = stackalloc int[BatchColumns.RecentAgents];
        recent.Fill(-1);
        var next = new long[_batch.Agents.Length];
        var gapRun = default(RunReader);
        var at = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            var agent = ReadAgent(ref who, recent);
            var length = ReadAgentLength(ref lengths, at);
            var gap = gapRun.Next(ref gaps);
            if (agent < 0 || length == 0 || !_index.IsChangeStart(at) || gap > long.MaxValue - next[agent] - length)
            {
                _reader.Fail("The agents are not as they must be.");
                return;
            }

            runs[i] = new HistoryBatch.AgentRun(agent, next[agent] + gap, length);
            next[agent] += gap + length;
            _agentStarts[i] = at;
            at += length;
        }

        Close(gaps);
        Check(at == _index.EventCount, "There are events of nobody.");
        _batch.AgentRuns = runs;
    }

    /// <summary>The agent, or -1.</summary>
    private readonly int ReadAgent(ref ByteReader who, scoped Span<int> recent)
    {
        var place = who.Int();
        var agent = place < recent.Length ? recent[place] : place - recent.Length;
        if (who.Failed || agent < 0 || agent >= _batch.Agents.Length)
        {
            return -1;
        }

        BatchColumns.Touch(recent, Math.Min(place, recent.Length), agent);
        return agent;
    }

    /// <summary>How many events, or 0 when it is wrong.</summary>
    private readonly int ReadAgentLength(ref ByteReader lengths, int at)
    {
        var code = lengths.Number();
        if (lengths.Failed || at == _index.EventCount)
        {
            return 0;
        }

        if ((code & 1) != 0)
        {
            return (code >> 1) < _index.EventCount - at ? (int)(code >> 1) + 1 : 0;
        }

        var first = _index.RunOf(at);
        return _index.StartOf(first) == at && (code >> 1) < _batch.Runs.Length - first
            ? _index.EndOf(first + (int)(code >> 1)) - at
            : 0;
    }

    private void ReadClocks()
    {
        ByteReader counts = Column(), values = Column();
        var steps = default(StepReader);
        var clocks = new List<HistoryBatch.ClockRun>();
        var ends = new long[_batch.Runs.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            var left = _index.ChangesBefore(_index.EndOf(i)) - _index.ChangesBefore(_index.StartOf(i));
            var past = ClockCursor.Past(_batch, _index, ends, i);
            while (left > 0)
            {
                var count = steps.Take(ref counts, ref values, left, out var step);
                var last = past + ((Int128)step * count);
                var first = past + (Int128)step;
                if (counts.Failed || values.Failed || first < 0 || last < 0 || first > long.MaxValue || last > long.MaxValue)
                {
                    _reader.Fail("A clock is out of range.");
                    return;
                }

                ClockCursor.Add(clocks, new HistoryBatch.ClockRun(count, (long)first, step));
                past = (long)last;
                left -= count;
            }

            ends[i] = past;
        }

        _batch.Clocks = [.. clocks];
    }

    /// <summary>Reads numbers that are written once with their count.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct RunReader
    {
        private long _value;
        private int _left;

        public long Next(ref ByteReader column)
        {
            if (_left == 0)
            {
                _left = Math.Min(column.Int(), int.MaxValue - 1) + 1;
                _value = column.Number();
            }

            _left--;
            return _value;
        }
    }

    /// <summary>Reads the steps of clocks.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct StepReader
    {
        private long _step;
        private int _left;

        /// <summary>Gives the next step, and how many times it comes, at most so often.</summary>
        public int Take(ref ByteReader counts, ref ByteReader values, int most, out long step)
        {
            if (_left == 0)
            {
                var code = counts.Number();
                var value = values.Zigzag();
                _left = (int)Math.Min(code >> 1, int.MaxValue - 1) + 1;
                _step = (code & 1) == 0 ? value : unchecked(value << ClockCursor.CounterBits);
            }

            var count = Math.Min(_left, most);
            _left -= count;
            step = _step;
            return count;
        }
    }
}
