using System.Buffers;
using System.Collections.Immutable;

namespace Weft.Engine;

/// <content>Questions about versions and the changes between them.</content>
public sealed partial class Document
{
    /// <summary>
    /// The version after the first so many changes in the order of arrival. Costs little more than the version itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer changes.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public Version VersionAt(int changeCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(changeCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changeCount, ChangeCount);
        if (changeCount < _graph.BaseChanges)
        {
            RequireHistory();
        }

        return _graph.ToVersion(_graph.HeadsAt(
            changeCount == _graph.BaseChanges ? _graph.BaseEvents : _graph.EndOf(changeCount - 1)));
    }

    /// <summary>
    /// The change that arrived as number <paramref name="index"/>, counted from 0; made from columns at each call.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public Change ChangeAt(int index)
    {
        var first = FirstEventOf(index);
        var (agent, sequence) = _graph.IdOf(first);
        return new Change(
            _graph.AgentName(agent),
            sequence,
            _graph.ToVersion(_graph.ParentsOf(first)),
            _graph.ClockOf(index),
            OperationsOf(first, _graph.EndOf(index)));
    }

    /// <summary>Who made the change that arrived as number <paramref name="index"/>, counted from 0. Allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public string AgentAt(int index) => _graph.AgentName(_graph.AgentOf(FirstEventOf(index)));

    /// <summary>
    /// Writes a change for <see cref="Merge(ReadOnlySpan{byte})"/>, in less room than <see cref="Change.Encode"/> takes:
    /// its clock is told from its past, which only a document knows.
    /// </summary>
    /// <param name="index">Which one, counted from 0 in the order of arrival.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public void EncodeChange(int index, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var first = FirstEventOf(index);
        var (agent, sequence) = _graph.IdOf(first);
        _draft.Clear();
        (_draft.Agent, _draft.Sequence, _draft.IsClockRelative) = (_graph.AgentName(agent), sequence, true);
        _parents.Set(_graph.ParentsOf(first));
        _draft.Clock = _graph.ClockOf(index).Value - _graph.GreatestClock(_parents.Span).Value;
        NameParents();
        AddOperations(first, _graph.EndOf(index));
        ChangeFormat.Encode(_draft, output);
    }

    /// <summary>
    /// The changes that a replica with a version lacks, in an order in which it can merge them. Of the version's heads,
    /// those that this document does not know are passed over. <see cref="EncodeSince"/> is the fast way to
    /// give them to another replica.
    /// </summary>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public IEnumerable<Change> ChangesSince(Version known)
    {
        var missing = Missing(known);
        var changes = new List<Change>();
        for (var i = missing.Count - 1; i >= 0; i--)
        {
            for (var at = missing[i].Start; at < missing[i].End;)
            {
                var change = _graph.ChangeOf(at);
                changes.Add(ChangeAt(change));
                at = _graph.EndOf(change);
            }
        }

        return changes;
    }

    /// <summary>The smallest version that has both in its past.</summary>
    /// <exception cref="ArgumentException">The document does not contain one of them.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public Version Union(Version a, Version b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);

        // Together, because what lies below the horizon is in the past of whatever is held.
        return _graph.ToVersion(Resolve(Version.Of([.. a.Heads, .. b.Heads])).Span);
    }

    /// <summary>Whether the document has everything that is in a version.</summary>
    public bool Contains(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        foreach (var head in version.Heads)
        {
            if (_graph.Find(head, out _) == EventLookup.Unknown)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The greatest clock in the past of a version; zero for the root.</summary>
    /// <exception cref="ArgumentException">The document does not contain the version.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public HybridTimestamp ClockAt(Version version) => _graph.GreatestClock(Resolve(version, _parents).Span);

    /// <summary>The number that the agent's next event will have here.</summary>
    public long NextSequence(string agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return _graph.TryFindAgent(agent, out var index) ? _graph.NextSequence(index) : 0;
    }

    /// <summary>Whether an item was ever added in the past of a version, deleted since or not.</summary>
    /// <exception cref="ArgumentException">The document does not contain the version.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public bool HasSeen(Version version, ItemPath item) => IsItemSeen(item, Resolve(version).Span);

    private int FirstEventOf(int change)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(change, nameof(change));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(change, ChangeCount, nameof(change));
        if (change < _graph.BaseChanges)
        {
            RequireHistory();
        }

        return _graph.FirstEventOf(change);
    }

    private ImmutableArray<Operation> OperationsOf(int first, int end)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>(1);
        var at = first;
        while (at < end)
        {
            if (_owners.Find(at, out _) is not { } text)
            {
                operations.Add(_owners.ItemAt(at++));
                continue;
            }

            var row = PartOfChange(text, at, end);
            operations.Add(TextOperations.Make(
                text.Path, KindOf(row), row.Position, LengthOf(row), row.Kind == TextKind.Insert ? text.Log.UnitsOf(row) : default, text.Log.Payloads[row.Payload]));
            at = row.End;
        }

        return operations.DrainToImmutable();
    }

    private void AddOperations(int first, int end)
    {
        var at = first;
        while (at < end)
        {
            if (_owners.Find(at, out _) is not { } text)
            {
                _draft.AddItem(_owners.ItemAt(at++));
                continue;
            }

            var row = PartOfChange(text, at, end);
            var payload = text.Log.Payloads[row.Payload];
            if (row.Kind == TextKind.Insert)
            {
                text.Log.UnitsOf(row).CopyTo(_draft.AddInsertion(text.Path, row.Position, row.Length, payload));
            }
            else
            {
                _draft.Add(text.Path, KindOf(row), row.Position, LengthOf(row), payload);
            }

            at = row.End;
        }
    }

    /// <summary>The operation of a change that begins with an event: of rows that go backward, one unit at a time.</summary>
    private static TextRow PartOfChange(TextContainer text, int at, int end)
    {
        ref readonly var row = ref text.Log.Rows[text.Log.RowAfter(at)];
        return row.Slice(at - row.Event, row.Kind == TextKind.DeleteBackward ? 1 : Math.Min(end, row.End) - at);
    }

    private static TextKind KindOf(in TextRow row) => row.Kind == TextKind.DeleteBackward ? TextKind.Delete : row.Kind;

    private static int LengthOf(in TextRow row) => row.Kind == TextKind.Format ? row.Content : row.Length;

    private void NameParents()
    {
        if (_parents.Count == 1 && _parents[0] >= _graph.BaseEvents)
        {
            _draft.AddParent(_graph.NameOf(_parents[0]));
            return;
        }

        foreach (var head in _graph.ToVersion(_parents.Span).Heads)
        {
            _draft.AddParent(head);
        }
    }

    /// <summary>What is not in a version, the newest first.</summary>
    private RangeList Missing(Version known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var heads = known.Heads.Where(head => _graph.Find(head, out _) != EventLookup.Unknown).ToArray();
        var found = new EventList();
        if (_graph.Resolve(heads, found, out _) == EventLookup.BelowHorizon)
        {
            RequireHistory();
            _graph.Resolve(heads, found, out _);
        }

        var missing = new RangeList();
        _graph.Diff(_graph.Heads, found.Span, missing, new RangeList());
        return missing;
    }

    private EventList Resolve(Version version) => Resolve(version, new EventList());

    private EventList Resolve(Version version, EventList heads)
    {
        ArgumentNullException.ThrowIfNull(version);
        var lookup = _graph.Resolve(version, heads, out _);
        if (lookup == EventLookup.BelowHorizon)
        {
            RequireHistory();
            lookup = _graph.Resolve(version, heads, out _);
        }

        foreach (var head in heads.Span)
        {
            if (!_graph.EndsChange(head))
            {
                lookup = EventLookup.Unknown;
            }
        }

        return lookup == EventLookup.Found
            ? heads
            : throw new ArgumentException("The document does not contain this version.", nameof(version));
    }
}
