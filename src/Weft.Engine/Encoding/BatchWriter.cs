using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>Writes the columns of a batch: everything but the units of its texts.</summary>
internal ref struct BatchWriter
{
    private readonly HistoryBatch _batch;
    private readonly BatchIndex _index;
    private readonly int[] _agentStarts;

    private BatchWriter(HistoryBatch batch)
    {
        _batch = batch;
        _index = new BatchIndex(batch);
        _agentStarts = new int[batch.AgentRuns.Length];
        for (int i = 0, at = 0; i < _agentStarts.Length; i++)
        {
            _agentStarts[i] = at;
            at += batch.AgentRuns[i].Length;
        }
    }

    /// <summary>Appends the columns of a batch.</summary>
    public static void Write(ref SpanWriter writer, HistoryBatch batch)
    {
        var columns = new BatchWriter(batch);
        columns.WriteNames(ref writer);
        columns.WriteGraph(ref writer);
        columns.WriteChanges(ref writer);
        columns.WriteAgents(ref writer);
        columns.WriteClocks(ref writer);
        writer.Number(batch.Texts.Length);
        foreach (var (path, log) in batch.Texts)
        {
            writer.String(path);
            columns.WriteText(ref writer, log);
        }

        columns.WriteItems(ref writer);
    }

    private static void Column(ref SpanWriter writer, ref SpanWriter column)
    {
        writer.Number(column.Length);
        writer.Bytes(column.Written);
        column.Dispose();
    }

    private readonly void WriteNames(ref SpanWriter writer)
    {
        writer.Number(_batch.Agents.Length);
        foreach (var agent in _batch.Agents)
        {
            writer.String(agent);
        }

        writer.Number(_batch.External.Length);
        foreach (var external in _batch.External)
        {
            writer.String(external.Agent);
            writer.Number(external.Sequence);
        }
    }

    private readonly void WriteAgents(ref SpanWriter writer)
    {
        SpanWriter who = new(default), gaps = new(default), lengths = new(default);
        Span<int> recent = stackalloc int[BatchColumns.RecentAgents];
        recent.Fill(-1);
        var next = new long[_batch.Agents.Length];
        var gapRun = default(RunWriter);
        var at = 0;
        foreach (var run in _batch.AgentRuns)
        {
            var place = recent.IndexOf(run.Agent);
            who.Number(place >= 0 ? place : recent.Length + run.Agent);
            BatchColumns.Touch(recent, place >= 0 ? place : recent.Length, run.Agent);
            gapRun.Add(ref gaps, run.Sequence - next[run.Agent]);
            next[run.Agent] = run.Sequence + run.Length;
            lengths.Number(LengthCode(at, run.Length));
            at += run.Length;
        }

        gapRun.End(ref gaps);
        writer.Number(_batch.AgentRuns.Length);
        Column(ref writer, ref who);
        Column(ref writer, ref gaps);
        Column(ref writer, ref lengths);
    }

    /// <summary>How many whole chains, or how many events when it is not that.</summary>
    private readonly long LengthCode(int at, int length)
    {
        int first = _index.RunOf(at), last = _index.RunOf(at + length - 1);
        return _index.StartOf(first) == at && _index.EndOf(last) == at + length
            ? (long)(last - first) << 1
            : ((long)(length - 1) << 1) | 1;
    }

    private readonly void WriteGraph(ref SpanWriter writer)
    {
        SpanWriter lengths = new(default), counts = new(default), parents = new(default);
        for (var i = 0; i < _batch.Runs.Length; i++)
        {
            var run = _batch.Runs[i];
            lengths.Number(run.Length - 1);
            counts.Number(run.ParentCount);
            foreach (var parent in _batch.Parents.AsSpan(run.FirstParent, run.ParentCount))
            {
                WriteParent(ref parents, i, parent);
            }
        }

        writer.Number(_batch.Runs.Length);
        Column(ref writer, ref lengths);
        Column(ref writer, ref counts);
        Column(ref writer, ref parents);
    }

    /// <summary>
    /// 0 and an external parent, or how many chains back it is; the lowest bit says that it is not the chain's last event.
    /// </summary>
    private readonly void WriteParent(ref SpanWriter parents, int run, int parent)
    {
        if (parent < 0)
        {
            parents.Number(0);
            parents.Number(~parent);
            return;
        }

        var of = _index.RunOf(parent);
        var fromEnd = _index.EndOf(of) - 1 - parent;
        parents.Number(((long)(run - of) << 1) | (fromEnd > 0 ? 1L : 0));
        if (fromEnd > 0)
        {
            parents.Number(fromEnd);
        }
    }

    private readonly void WriteChanges(ref SpanWriter writer)
    {
        SpanWriter lengths = new(default), counts = new(default);
        foreach (var run in _batch.Changes)
        {
            lengths.Number(run.Length - 1);
            counts.Number(run.Count - 1);
        }

        writer.Number(_batch.Changes.Length);
        Column(ref writer, ref lengths);
        Column(ref writer, ref counts);
    }

    /// <summary>How far each change's clock is ahead of the greatest of its parents'.</summary>
    private readonly void WriteClocks(ref SpanWriter writer)
    {
        var steps = default(StepWriter);
        var ends = new long[_batch.Runs.Length];
        var clocks = new ClockCursor(_batch.Clocks);
        for (var i = 0; i < ends.Length; i++)
        {
            var left = _index.ChangesBefore(_index.EndOf(i)) - _index.ChangesBefore(_index.StartOf(i));
            var past = ClockCursor.Past(_batch, _index, ends, i);
            while (left > 0)
            {
                // The first of a stretch is after the stretch before, the others are a step apart.
                var first = clocks.Current;
                steps.Add(unchecked(first - past), 1);
                var more = clocks.Take(left, out var step) - 1;
                steps.Add(step, more);
                past = unchecked(first + (step * more));
                left -= more + 1;
            }

            ends[i] = past;
        }

        steps.End(ref writer);
    }

    private readonly void WriteText(ref SpanWriter writer, TextLog log)
    {
        SpanWriter gaps = new(default), codes = new(default), places = new(default), payloads = new(default);
        RunWriter gapRun = default, payloadRun = default;
        var expected = new int[_batch.Agents.Length];
        int end = 0, agentRun = 0;
        foreach (ref readonly var row in log.Rows)
        {
            while (agentRun + 1 < _agentStarts.Length && _agentStarts[agentRun + 1] <= row.Event)
            {
                agentRun++;
            }

            ref var place = ref expected[_batch.AgentRuns[agentRun].Agent];
            gapRun.Add(ref gaps, row.Event - end);
            codes.Number(CodeOf(row));
            places.Zigzag((long)row.Position - place);
            payloadRun.Add(ref payloads, row.Payload);
            place = BatchColumns.PlaceAfter(row.Kind, row.Position, row.Length);
            end = row.End;
        }

        gapRun.End(ref gaps);
        payloadRun.End(ref payloads);
        WritePayloads(ref writer, log);
        writer.Number(log.RowCount);
        Column(ref writer, ref gaps);
        Column(ref writer, ref codes);
        Column(ref writer, ref places);
        Column(ref writer, ref payloads);
        WriteLowSurrogates(ref writer, log);
    }

    private static long CodeOf(in TextRow row)
    {
        var above = row.Kind switch
        {
            TextKind.Embed => 0,
            TextKind.Format => row.Content,
            _ => row.Length - 1,
        };
        return ((long)above << BatchColumns.KindBits) | (long)BatchColumns.CodeOf(row.Kind);
    }

    private static void WritePayloads(ref SpanWriter writer, TextLog log)
    {
        writer.Number(log.Payloads.Length - 1);
        foreach (var payload in log.Payloads[1..])
        {
            writer.Byte((byte)((payload.Embed is null ? 0 : BatchColumns.HasEmbed) | (payload.Key is null ? 0 : BatchColumns.HasKey)));
            if (payload.Embed is { } embed)
            {
                writer.String(embed.Text);
            }

            if (payload.Key is not null)
            {
                writer.String(payload.Key);
                writer.String(payload.Value.Text);
            }

            writer.Properties(payload.Attributes);
        }
    }

    private static void WriteLowSurrogates(ref SpanWriter writer, TextLog log)
    {
        var lows = new SpanWriter(default);
        int count = 0, last = 0;
        if (log.HasLowSurrogates)
        {
            foreach (ref readonly var row in log.Rows)
            {
                for (var lv = row.Event; row.IsDeletion && lv < row.End; lv++)
                {
                    if (log.IsLowSurrogate(lv))
                    {
                        lows.Number(lv - last);
                        last = lv;
                        count++;
                    }
                }
            }
        }

        writer.Number(count);
        writer.Bytes(lows.Written);
        lows.Dispose();
    }

    private readonly void WriteItems(ref SpanWriter writer)
    {
        writer.Number(_batch.Items.Length);
        var collection = "";
        var last = -1;
        foreach (var (lv, operation) in _batch.Items)
        {
            writer.Number(lv - last - 1);
            OperationFormat.Write(ref writer, operation, ref collection);
            last = lv;
        }
    }

    /// <summary>Writes equal numbers once, with their count.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct RunWriter
    {
        private long _value;
        private int _count;

        public void Add(ref SpanWriter column, long value)
        {
            if (_count > 0 && value != _value)
            {
                End(ref column);
            }

            _value = value;
            _count++;
        }

        public void End(ref SpanWriter column)
        {
            if (_count > 0)
            {
                column.Number(_count - 1);
                column.Number(_value);
            }

            _count = 0;
        }
    }

    /// <summary>Writes the steps of clocks, equal ones once; whole milliseconds as such.</summary>
    private ref struct StepWriter
    {
        private SpanWriter _counts;
        private SpanWriter _values;
        private long _step;
        private int _count;

        public void Add(long step, int count)
        {
            if (_count > 0 && count > 0 && step != _step)
            {
                Flush();
            }

            if (count > 0)
            {
                _step = step;
                _count += count;
            }
        }

        public void End(ref SpanWriter writer)
        {
            Flush();
            Column(ref writer, ref _counts);
            Column(ref writer, ref _values);
        }

        private void Flush()
        {
            if (_count == 0)
            {
                return;
            }

            var isWhole = (_step & ClockCursor.CounterMask) == 0;
            _counts.Number(((long)(_count - 1) << 1) | (isWhole ? 1L : 0));
            _values.Zigzag(isWhole ? _step >> ClockCursor.CounterBits : _step);
            _count = 0;
        }
    }
}
