using System.Collections.Immutable;
using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A change before it is in a document, in buffers that are used again for the next one: what bytes are read into, and
/// what a local edit is written into, so that neither needs an object per change.
/// </summary>
internal sealed class ChangeDraft
{
    /// <summary>Operations and units for which the buffers are kept: one large change is not to be held for ever.</summary>
    public const int KeptOperations = 1_024;
    private const int KeptUnits = 16 * 1_024;

    private DraftOperation[] _operations = [];
    private EventId[] _parents = [];
    private char[] _units = [];

    public string Agent { get; set; } = "";

    /// <summary>The number of its first event among the agent's.</summary>
    public long Sequence { get; set; }

    /// <summary>The clock, or (see <see cref="IsClockRelative"/>) how far it is ahead of the greatest of its past.</summary>
    public long Clock { get; set; }

    /// <summary>Whether the clock counts from the greatest clock of the change's past.</summary>
    public bool IsClockRelative { get; set; }

    /// <summary>The version that the author saw, as far as it was named: in any order, perhaps with repetition.</summary>
    public ReadOnlySpan<EventId> Parents => _parents.AsSpan(0, ParentCount);

    public int ParentCount { get; private set; }

    public ReadOnlySpan<DraftOperation> Operations => _operations.AsSpan(0, OperationCount);

    public int OperationCount { get; private set; }

    /// <summary>The units of all insertions.</summary>
    public ReadOnlySpan<char> Units => _units.AsSpan(0, UnitCount);

    public int UnitCount { get; private set; }

    /// <summary>How many events it is.</summary>
    public long EventCount
    {
        get
        {
            long count = 0;
            foreach (ref readonly var operation in Operations)
            {
                count += operation.EventCount;
            }

            return count;
        }
    }

    public ReadOnlySpan<char> UnitsOf(in DraftOperation operation) =>
        operation.Kind == TextKind.Insert && operation.Path is not null ? _units.AsSpan(operation.Content, operation.Length) : default;

    /// <summary>Makes it an empty change.</summary>
    public void Clear()
    {
        // What it referred to may be large; a few old names may stay.
        if (_operations.Length > KeptOperations)
        {
            _operations = [];
        }
        else
        {
            Array.Clear(_operations, 0, OperationCount);
        }

        _units = _units.Length > KeptUnits ? [] : _units;
        (OperationCount, ParentCount, UnitCount, IsClockRelative) = (0, 0, 0, false);
    }

    public void AddParent(EventId parent)
    {
        if (ParentCount == _parents.Length)
        {
            Array.Resize(ref _parents, Math.Max(1, ParentCount * 2));
        }

        _parents[ParentCount++] = parent;
    }

    /// <summary>Adds an insertion of text and gives the room for its units, to be filled before anything else.</summary>
    public Span<char> AddInsertion(string path, int position, int length, TextPayload payload)
    {
        if (_units.Length < UnitCount + length)
        {
            Array.Resize(ref _units, Math.Max(UnitCount + length, _units.Length * 2));
        }

        Add(new DraftOperation
        {
            Path = path, Kind = TextKind.Insert, Position = position, Length = length, Content = UnitCount, Payload = payload,
        });
        UnitCount += length;
        return _units.AsSpan(UnitCount - length, length);
    }

    /// <summary>Adds anything but an insertion of text.</summary>
    public void Add(string path, TextKind kind, int position, int length, TextPayload payload) =>
        Add(new DraftOperation { Path = path, Kind = kind, Position = position, Length = length, Payload = payload });

    /// <summary>Adds an operation on items.</summary>
    public void AddItem(Operation operation) => Add(new DraftOperation { Item = operation, Payload = TextPayload.None });

    /// <summary>Takes over a change.</summary>
    public void Read(Change change)
    {
        Clear();
        (Agent, Sequence, Clock) = (change.Agent, change.Sequence, change.Clock.Value);
        foreach (var parent in change.Parents.Heads)
        {
            AddParent(parent);
        }

        if (_operations.Length < change.Operations.Length)
        {
            _operations = new DraftOperation[change.Operations.Length];
        }

        foreach (var operation in change.Operations)
        {
            Add(operation);
        }
    }

    /// <summary>Adds an operation that has passed <see cref="ChangeRules"/>.</summary>
    public void Add(Operation operation)
    {
        switch (operation)
        {
            case InsertText insert:
                insert.Text.CopyTo(AddInsertion(insert.Path, insert.Position, insert.Text.Length, Payload(insert.Attributes)));
                break;
            case InsertEmbed insert:
                Add(insert.Path, TextKind.Embed, insert.Position, 1, new TextPayload(insert.Attributes, insert.Embed));
                break;
            case DeleteText delete:
                Add(delete.Path, TextKind.Delete, delete.Position, delete.Length, TextPayload.None);
                break;
            case FormatText format:
                Add(format.Path, TextKind.Format, format.Position, format.Length, new TextPayload(Properties.Empty, null, format.Key, format.Value));
                break;
            default:
                AddItem(operation);
                break;
        }
    }

    /// <summary>A draft of its own with the same content.</summary>
    public ChangeDraft Clone()
    {
        var clone = new ChangeDraft
        {
            Agent = Agent,
            Sequence = Sequence,
            Clock = Clock,
            IsClockRelative = IsClockRelative,
            ParentCount = ParentCount,
            OperationCount = OperationCount,
            UnitCount = UnitCount,
        };
        clone._parents = [.. Parents];
        clone._operations = [.. Operations];
        clone._units = [.. Units];
        return clone;
    }

    /// <summary>Whether another draft says the same.</summary>
    public bool IsSame(ChangeDraft other)
    {
        if (!string.Equals(Agent, other.Agent, StringComparison.Ordinal) || Sequence != other.Sequence || Clock != other.Clock
            || IsClockRelative != other.IsClockRelative || !Parents.SequenceEqual(other.Parents)
            || !Units.SequenceEqual(other.Units) || OperationCount != other.OperationCount)
        {
            return false;
        }

        for (var i = 0; i < OperationCount; i++)
        {
            if (!_operations[i].IsSame(other._operations[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The change as a record; its clock must be absolute.</summary>
    public Change ToChange()
    {
        Debug.Assert(!IsClockRelative, "Only a document knows what a relative clock means.");
        var operations = ImmutableArray.CreateBuilder<Operation>(OperationCount);
        foreach (ref readonly var operation in Operations)
        {
            operations.Add(operation.Path is null ? operation.Item! : TextOperations.Make(
                operation.Path, operation.Kind, operation.Position, operation.Length, UnitsOf(operation), operation.Payload));
        }

        return new Change(Agent, Sequence, Version.Of(Parents.ToArray()), new HybridTimestamp(Clock), operations.MoveToImmutable());
    }

    private static TextPayload Payload(Properties attributes) =>
        attributes.Count == 0 ? TextPayload.None : new TextPayload(attributes);

    private void Add(in DraftOperation operation)
    {
        if (OperationCount == _operations.Length)
        {
            Array.Resize(ref _operations, Math.Max(1, OperationCount * 2));
        }

        _operations[OperationCount++] = operation;
    }
}
