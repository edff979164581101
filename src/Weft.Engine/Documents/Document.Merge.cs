using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <content>Merging of changes, one at a time.</content>
public sealed partial class Document
{
    private readonly ChangeDraft _draft = new();
    private readonly NameCache _names = new();

    // Of the change that is being merged; in between of what is asked.
    private readonly EventList _parents = new();

    // Of the change that is being merged, when it is one deletion: where it takes second halves of pairs.
    private readonly EventList _lowSurrogates = new();

    // What the change that is being merged comes to; empty in between.
    private readonly List<Operation> _transformed = [];
    private MergeResult.Refused? _refusal;

    /// <summary>
    /// Merges a change of whatever origin. It is taken as a whole or not at all, and refused alike by every replica. A
    /// change that comes before its past is kept until then. Costs O(log n) when its author had seen everything or what
    /// is concurrent with it is small; else as much as there is since the latest critical version that it has in its past.
    /// </summary>
    public MergeResult Merge(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _draft.Read(change);
        var applied = new List<AppliedChange>(1);
        var status = Merge(_draft, applied, change);

        // It may be large, and what is told of it next is as large again.
        _draft.Clear();
        return status switch
        {
            MergeStatus.Applied => new MergeResult.Applied([.. applied]),
            MergeStatus.AlreadyKnown => new MergeResult.AlreadyKnown(),
            MergeStatus.Waiting => new MergeResult.Waiting(),
            MergeStatus.NeedsHistory => new MergeResult.NeedsHistory(),
            _ => _refusal!,
        };
    }

    /// <summary>
    /// Merges the bytes of a change (<see cref="Change.ToBytes"/>, <see cref="EncodeChange"/>), as <see
    /// cref="Merge(Change)"/> does but without making an object of it: in steady state a keystroke allocates nothing.
    /// </summary>
    public MergeStatus Merge(ReadOnlySpan<byte> change) => Merge(change, out _);

    /// <summary>Merges the bytes of a change, and tells why when it is refused.</summary>
    /// <param name="change">The bytes; not kept.</param>
    /// <param name="reason">Of a refusal: why, in one sentence for a person.</param>
    public MergeStatus Merge(ReadOnlySpan<byte> change, out string? reason)
    {
        if (!ChangeFormat.TryDecode(change, _draft, _names, out reason))
        {
            return MergeStatus.Refused;
        }

        var status = Merge(_draft, null);
        reason = status == MergeStatus.Refused ? _refusal!.Message : null;
        return status;
    }

    /// <summary>Merges a draft and what waits for it; a list takes what came of it as records.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="applied">The list, or null.</param>
    /// <param name="read">The record that the draft was read from; null when there is none.</param>
    private MergeStatus Merge(ChangeDraft draft, List<AppliedChange>? applied, Change? read = null)
    {
        var status = MergeOne(draft, applied, read);
        if (status == MergeStatus.Applied && WaitingCount > 0)
        {
            MergeWaiting(applied);
        }

        return status;
    }

    private MergeStatus MergeOne(ChangeDraft draft, List<AppliedChange>? applied, Change? read = null)
    {
        if (ChangeRules.Check(draft) is { } malformed)
        {
            return Refuse(malformed);
        }

        if (_graph.TryFindAgent(draft.Agent, out var agent) && draft.Sequence < _graph.NextSequence(agent))
        {
            return Known(draft, agent);
        }

        switch (ResolveParents(draft, out var missing))
        {
            case EventLookup.Unknown:
                return Wait(draft, missing);
            case EventLookup.BelowHorizon:
                return TryLoadHistory() ? MergeOne(draft, applied, read) : MergeStatus.NeedsHistory;
        }

        foreach (var parent in _parents.Span)
        {
            if (!_graph.EndsChange(parent))
            {
                return Refuse(new MergeResult.Refused(RefusalReason.ParentInsideChange, 0, "A parent lies inside another change."));
            }
        }

        return MergeReady(draft, applied, read);
    }

    private EventLookup ResolveParents(ChangeDraft draft, out EventId missing)
    {
        missing = default;
        var lookup = _graph.Resolve(draft.Parents, _parents, out var index);
        if (lookup == EventLookup.Unknown)
        {
            missing = draft.Parents[index];
        }

        return lookup;
    }

    /// <summary>Merges a change whose parents are found.</summary>
    private MergeStatus MergeReady(ChangeDraft draft, List<AppliedChange>? applied, Change? read = null)
    {
        if (CheckChain(draft) is { } broken)
        {
            return Refuse(broken);
        }

        var isLinear = _parents.Span.SequenceEqual(_graph.Heads);
        ChangeCheck? check = null;
        if (draft.OperationCount == 1 && draft.Operations[0].Path is { } path && FindText(path) is { } text)
        {
            ref readonly var only = ref draft.Operations[0];
            var walker = isLinear ? null : text.WalkerAt(_parents.Span, _graph.EventCount, AgentOf(draft));
            if (text.Judge(only.Kind, only.Position, only.Length, walker, _lowSurrogates) is { } reason)
            {
                return Refuse(ChangeRules.Refuse(reason, 0));
            }
        }
        else
        {
            check = new ChangeCheck(this, draft, _parents, isLinear);
            if (check.Check() is { } refused)
            {
                return Refuse(refused);
            }
        }

        if (isLinear && check is null && applied is null && ReferenceEquals(draft.Operations[0].Payload, TextPayload.None)
            && draft.Operations[0] is var edit && edit.Kind is TextKind.Insert or TextKind.Delete && FindText(edit.Path!) is { } plain)
        {
            AddPlain(
                _graph.InternAgent(draft.Agent), new HybridTimestamp(draft.Clock), plain, edit.Kind, edit.Position, edit.Length, draft.UnitsOf(edit));
            return MergeStatus.Applied;
        }

        var operations = applied is null ? null : _transformed;

        // A version that was named with more than its heads is held by its heads.
        var asRead = _parents.Count == draft.ParentCount ? read : null;
        var change = _graph.ChangeCount;
        Add(draft, isLinear, check, operations);
        applied?.Add(Record(asRead ?? ChangeAt(change)));
        return MergeStatus.Applied;
    }

    /// <summary>The number of a draft's agent; one that nobody has when there was no change of it.</summary>
    internal int AgentOf(ChangeDraft draft) => _graph.TryFindAgent(draft.Agent, out var agent) ? agent : int.MaxValue;

    private MergeResult.Refused? CheckChain(ChangeDraft draft)
    {
        if (draft.Sequence > 0 && !HasPrevious(draft))
        {
            return new MergeResult.Refused(
                RefusalReason.BrokenChain, 0, "The change's past lacks what its agent did before.");
        }

        var greatest = _graph.GreatestClock(_parents.Span).Value;
        if (draft.IsClockRelative)
        {
            draft.Clock = draft.Clock > 0 && draft.Clock <= long.MaxValue - greatest ? greatest + draft.Clock : -1;
            draft.IsClockRelative = false;
        }

        return draft.Clock > greatest
            ? null
            : new MergeResult.Refused(RefusalReason.ClockBehind, 0, "The clock is not greater than those of the change's past.");
    }

    private bool HasPrevious(ChangeDraft draft)
    {
        if (!_graph.TryFindAgent(draft.Agent, out var agent))
        {
            return false;
        }

        return _graph.Find(agent, draft.Sequence - 1, out var previous) switch
        {
            EventLookup.Found => _graph.Contains(_parents.Span, previous),
            EventLookup.BelowHorizon => true,
            _ => false,
        };
    }

    /// <summary>Adds one edit of a text without attributes, whose author saw all that is in the document.</summary>
    private void AddPlain(
        int agent, HybridTimestamp clock, TextContainer text, TextKind kind, int position, int length, ReadOnlySpan<char> units)
    {
        var continues = _parents.Count == 1 && _parents[0] == _graph.EventCount - 1;
        var first = _graph.Append(agent, length, _parents.Span, clock);
        _owners.Add(first, text);
        text.AddPlain(first, continues, kind, position, length, units, _lowSurrogates);
    }

    /// <summary>Adds a checked change to the columns and does what it says.</summary>
    private void Add(ChangeDraft draft, bool isLinear, ChangeCheck? check, List<Operation>? operations)
    {
        var first = _graph.Append(
            _graph.InternAgent(draft.Agent), (int)draft.EventCount, _parents.Span, new HybridTimestamp(draft.Clock));
        var continues = _parents.Count == 1 && _parents[0] == first - 1;
        var at = first;
        for (var i = 0; i < draft.OperationCount; i++)
        {
            ref readonly var operation = ref draft.Operations[i];
            if (operation.Path is null)
            {
                _owners.Add(at, operation.Item!);
                _items.Apply(operation.Item!, at, first, _graph, operations);
            }
            else
            {
                var text = FindOrAddText(operation.Path);
                var row = Log(draft, operation, text, at, continues && i == 0, check is null ? _lowSurrogates.Span : check.LowSurrogates(i));
                if (isLinear)
                {
                    text.ApplyLinear(row, operations);
                    text.RetireWalkers();
                }
                else
                {
                    text.ApplyWalked(row, operations);
                }
            }

            at += operation.EventCount;
        }
    }

    private TextRow Log(
        ChangeDraft draft, in DraftOperation operation, TextContainer text, int at, bool continues, ReadOnlySpan<int> lowSurrogates)
    {
        var units = draft.UnitsOf(operation);
        _owners.Add(at, text);
        text.Log.Append(
            at, continues, operation.Kind, operation.Position, operation.Length, units, text.Log.Intern(operation.Payload));
        text.HasSurrogates = text.HasSurrogates || Utf16.HasSurrogates(units);
        foreach (var offset in lowSurrogates)
        {
            text.Log.AddLowSurrogate(at + offset);
        }

        ref readonly var row = ref text.Log.Rows[^1];
        return row.Slice(at - row.Event, row.End - at);
    }

    private MergeStatus Known(ChangeDraft draft, int agent)
    {
        if (_graph.Find(agent, draft.Sequence, out var lv) == EventLookup.BelowHorizon)
        {
            // It can only be compared with what is held.
            return MergeStatus.AlreadyKnown;
        }

        var change = _graph.ChangeOf(lv);
        if (_graph.FirstEventOf(change) == lv)
        {
            if (draft.IsClockRelative)
            {
                draft.Clock += _graph.GreatestClock(_graph.ParentsOf(lv)).Value;
                draft.IsClockRelative = false;
            }

            if (ChangeAt(change).Equals(draft.ToChange()))
            {
                return MergeStatus.AlreadyKnown;
            }
        }

        return Refuse(new MergeResult.Refused(
            RefusalReason.Conflicting, 0, "The agent has made another change under the same number."));
    }

    private MergeStatus Refuse(MergeResult.Refused refusal)
    {
        _refusal = refusal;
        return MergeStatus.Refused;
    }

    private AppliedChange Record(Change made)
    {
        var record = new AppliedChange(
            made, made.Operations.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(_transformed)) ? made.Operations : [.. _transformed]);
        _transformed.Clear();
        if (_transformed.Capacity > ChangeDraft.KeptOperations)
        {
            _transformed.TrimExcess();
        }

        return record;
    }
}
