using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// Takes the columns of a batch into a graph and into logs, whole runs at a time. The batch may be anybody's: what does
/// not fit is told, and nothing is believed but lengths that were checked when its bytes were read.
/// </summary>
internal sealed class BatchMerger(HistoryBatch batch, EventGraph graph)
{
    private readonly EventList _parents = new();
    private readonly List<EventId> _below = [];
    private readonly List<Part> _parts = [];
    private int[] _agents = [];

    /// <summary>Whether what failed is that a part of the past has not arrived, or is not held.</summary>
    public bool LacksPast { get; private set; }

    /// <summary>How many of the batch's events are new.</summary>
    public int NewCount { get; private set; }

    /// <summary>Whether every event is new and has the number that it has in the batch.</summary>
    public bool IsIdentity => _parts.Count == 0 || (_parts.Count == 1 && _parts[0] is { At: 0, Event: 0, IsNew: true });

    /// <summary>
    /// Appends what the graph does not have; tells why it cannot. The graph may have grown then: its owner takes it back.
    /// </summary>
    /// <param name="limit">Take only this many of the batch's events, the first ones.</param>
    public string? Append(int limit)
    {
        NumberAgents();
        int graphRun = 0, graphStart = 0, agentRun = 0, agentStart = 0, changeRun = 0, changesDone = 0, clockRun = 0, clocksDone = 0;
        var end = Math.Min(batch.EventCount, limit);
        for (var at = 0; at < end;)
        {
            Skip(ref graphRun, ref graphStart, at);
            while (agentStart + batch.AgentRuns[agentRun].Length <= at)
            {
                agentStart += batch.AgentRuns[agentRun++].Length;
            }

            if (changesDone == batch.Changes[changeRun].Count)
            {
                (changeRun, changesDone) = (changeRun + 1, 0);
            }

            if (clocksDone == batch.Clocks[clockRun].Count)
            {
                (clockRun, clocksDone) = (clockRun + 1, 0);
            }

            var change = batch.Changes[changeRun];
            var clock = batch.Clocks[clockRun];
            var room = Math.Min(graphStart + batch.Runs[graphRun].Length, agentStart + batch.AgentRuns[agentRun].Length) - at;
            var count = Math.Min(Math.Min(room, end - at) / change.Length, Math.Min(change.Count - changesDone, clock.Count - clocksDone));
            if (count == 0)
            {
                return "A change does not lie in one run.";
            }

            var piece = new Piece(
                _agents[batch.AgentRuns[agentRun].Agent],
                batch.AgentRuns[agentRun].Sequence + (at - agentStart),
                change.Length,
                unchecked(clock.First + (clocksDone * clock.Step)),
                clock.Step);
            if (at == graphStart ? !FindParents(batch.Runs[graphRun]) : !FindParent(at - 1))
            {
                return LacksPast ? "A change in its past has not arrived." : "A parent lies inside another change.";
            }

            var reason = Append(at, ref count, piece);
            if (reason is not null)
            {
                return reason;
            }

            at += count * change.Length;
            changesDone += count;
            clocksDone += count;
        }

        return null;
    }

    /// <summary>Appends the rows and the operations on items of what is new.</summary>
    /// <param name="owners">Takes what each event is about.</param>
    /// <param name="textOf">Finds a text, or makes it.</param>
    /// <param name="logOf">The log that takes a text's rows; the batch's own may be taken over when it is null.</param>
    public void Log(EventOwners owners, Func<string, TextContainer> textOf, Func<string, TextLog?> logOf)
    {
        foreach (var (lv, text, item) in Parts(textOf))
        {
            if (text is null)
            {
                owners.Add(lv, batch.Items[item].Operation);
            }
            else
            {
                owners.Add(lv, text);
            }
        }

        foreach (var (path, log) in batch.Texts)
        {
            if (logOf(path) is not { } into)
            {
                continue;
            }

            var payloads = new Dictionary<int, int>();
            into.Reserve(log.RowCount, log.UnitCount);
            var part = 0;
            foreach (ref readonly var row in log.Rows)
            {
                Append(row, log, into, payloads, ref part);
            }
        }
    }

    /// <summary>The texts and items of what is new, in the order of events.</summary>
    private List<(int Event, TextContainer? Text, int Item)> Parts(Func<string, TextContainer> textOf)
    {
        var parts = new List<(int Event, TextContainer? Text, int Item)>();
        foreach (var (path, log) in batch.Texts)
        {
            var text = textOf(path);
            var from = 0;
            foreach (ref readonly var row in log.Rows)
            {
                for (var i = PartOf(row.Event, ref from); i < _parts.Count && _parts[i].At < row.End; i++)
                {
                    if (_parts[i].IsNew)
                    {
                        parts.Add((_parts[i].Event + Math.Max(0, row.Event - _parts[i].At), text, 0));
                    }
                }
            }
        }

        var at = 0;
        for (var item = 0; item < batch.Items.Length; item++)
        {
            var part = PartOf(batch.Items[item].Event, ref at);
            if (part < _parts.Count && _parts[part].IsNew)
            {
                parts.Add((_parts[part].Event + batch.Items[item].Event - _parts[part].At, null, item));
            }
        }

        if (batch.Texts.Length > 1 || batch.Items.Length > 0)
        {
            parts.Sort((a, b) => a.Event.CompareTo(b.Event));
        }

        return parts;
    }

    private void Append(in TextRow row, TextLog log, TextLog into, Dictionary<int, int> payloads, ref int part)
    {
        for (var i = PartOf(row.Event, ref part); i < _parts.Count && _parts[i].At < row.End; i++)
        {
            if (_parts[i].IsNew)
            {
                var start = Math.Max(row.Event, _parts[i].At);
                var end = Math.Min(row.End, _parts[i].At + _parts[i].Length);
                into.Append(row.Slice(start - row.Event, end - start), _parts[i].Event + start - _parts[i].At, log, payloads);
            }
        }
    }

    /// <summary>The index of the part with an event, or of the first after it; asked for growing events.</summary>
    private int PartOf(int at, ref int from)
    {
        while (from < _parts.Count && _parts[from].At + _parts[from].Length <= at)
        {
            from++;
        }

        return from;
    }

    private void NumberAgents()
    {
        _agents = new int[batch.Agents.Length];
        for (var i = 0; i < _agents.Length; i++)
        {
            _agents[i] = graph.InternAgent(batch.Agents[i]);
        }
    }

    private void Skip(ref int run, ref int start, int at)
    {
        while (start + batch.Runs[run].Length <= at)
        {
            start += batch.Runs[run++].Length;
        }
    }

    private string? Append(int at, ref int count, in Piece piece)
    {
        var next = graph.NextSequence(piece.Agent);
        if (piece.Sequence < next)
        {
            return Pass(at, ref count, piece, next);
        }

        if (piece.Sequence > next || (next > 0 && !HasPrevious(piece.Agent, next - 1)))
        {
            return "The change's past lacks what its agent did before.";
        }

        if (piece.Clock <= graph.GreatestClock(_parents.Span).Value || (count > 1 && piece.Step <= 0))
        {
            return "The clock is not greater than those of the change's past.";
        }

        var lv = graph.AppendRun(piece.Agent, piece.Length, count, _parents.Span, new HybridTimestamp(piece.Clock), piece.Step);
        AddPart(new Part(at, lv, count * piece.Length, true));
        NewCount += count * piece.Length;
        return null;
    }

    private bool HasPrevious(int agent, long sequence) => graph.Find(agent, sequence, out var previous) switch
    {
        EventLookup.Found => graph.Contains(_parents.Span, previous),
        EventLookup.BelowHorizon => true,
        _ => false,
    };

    /// <summary>Passes over what the graph has.</summary>
    private string? Pass(int at, ref int count, in Piece piece, long next)
    {
        var length = (int)Math.Min((long)count * piece.Length, next - piece.Sequence);
        if (graph.Find(piece.Agent, piece.Sequence, out var lv) == EventLookup.Found)
        {
            length = Math.Min(length, graph.AgentRunAt(graph.AgentRunIndexOf(lv)).End - lv);
            AddPart(new Part(at, lv, length, false));
        }
        else
        {
            length = Math.Min(length, piece.Length);
            AddPart(new Part(at, -1, length, false));
        }

        count = length / piece.Length;
        return length % piece.Length == 0 ? null : "The agent has made another change under the same number.";
    }

    private void AddPart(in Part part)
    {
        if (_parts.Count > 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(_parts)[^1];
            if (last.IsNew == part.IsNew && last.Event >= 0 && last.At + last.Length == part.At && last.Event + last.Length == part.Event)
            {
                last = last with { Length = last.Length + part.Length };
                return;
            }
        }

        _parts.Add(part);
    }

    private bool FindParents(in HistoryBatch.GraphRun run)
    {
        _parents.Clear();
        _below.Clear();
        foreach (var parent in batch.Parents.AsSpan(run.FirstParent, run.ParentCount))
        {
            if (parent >= 0 ? !AddParent(parent) : !AddParent(batch.External[~parent]))
            {
                return false;
            }
        }

        return FindBase() && AreWhole();
    }

    private bool FindParent(int at)
    {
        _parents.Clear();
        _below.Clear();
        return AddParent(at) && FindBase() && AreWhole();
    }

    private bool AddParent(int at)
    {
        var part = CollectionsMarshal.AsSpan(_parts)[IndexOfPart(at)];
        if (part.Event < 0)
        {
            _below.Add(batch.NameOf(at));
        }
        else
        {
            _parents.Add(part.Event + at - part.At);
        }

        return true;
    }

    private bool AddParent(EventId name)
    {
        switch (graph.Find(name, out var lv))
        {
            case EventLookup.Found:
                _parents.Add(lv);
                return true;
            case EventLookup.BelowHorizon:
                _below.Add(name);
                return true;
            default:
                LacksPast = true;
                return false;
        }
    }

    /// <summary>Parents below the horizon are known when they are all of it, or when another parent is held.</summary>
    private bool FindBase()
    {
        if (_parents.Count > 0)
        {
            graph.Reduce(_parents);
        }
        else if (_below.Count > 0)
        {
            LacksPast = graph.Resolve(CollectionsMarshal.AsSpan(_below), _parents, out _) != EventLookup.Found;
        }

        else
        {
            // The empty document is in the past of what is held only as far as that goes back to it.
            LacksPast = graph.BaseEvents > 0;
        }

        return !LacksPast;
    }

    private bool AreWhole()
    {
        foreach (var parent in _parents.Span)
        {
            if (!graph.EndsChange(parent))
            {
                return false;
            }
        }

        return true;
    }

    private int IndexOfPart(int at)
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        int low = 0, high = parts.Length - 1;
        if (parts[high].At <= at)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (parts[middle].At <= at)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Piece(int Agent, long Sequence, int Length, long Clock, long Step);

    /// <summary>Events of the batch that lie together in the graph too; with no event those below the horizon.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(int At, int Event, int Length, bool IsNew);
}
