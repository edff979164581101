using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Bytes of one change, format 2 (docs/file-format.md): <c>format:1 checksum:4 flags:1 agent sequence clock [parents]
/// shape [transformed]</c>. The flags fold what most changes are: the next of their author, one insertion or deletion,
/// in the text <c>body</c>. What follows is for formats to come and is passed over.
/// </summary>
internal static class ChangeFormat
{
    /// <summary>The path that costs nothing.</summary>
    private const string WellKnownPath = "body";

    private const byte Format = 2;
    private const int HeaderLength = 1 + sizeof(uint);
    private const int TypicalLength = 64;

    private const int CounterBits = 16;
    private const int MaxCounter = (1 << CounterBits) - 1;

    /// <summary>2020-01-01 in milliseconds since 1970: absolute clocks count from here.</summary>
    private const long ClockEpoch = 1_577_836_800_000;

    private const byte ClockMask = 0x03;
    private const byte HasParents = 0x04;
    private const byte HasPath = 0x08;
    private const int ShapeShift = 4;
    private const byte ShapeMask = 0x70;
    private const byte HasTransformed = 0x80;

    /// <summary>What a thread writes applied changes from, one at a time.</summary>
    [ThreadStatic]
    private static ChangeDraft? _applied;

    private enum ClockForm : byte
    {
        /// <summary>Ahead of its past by a counter.</summary>
        Counter = 0,

        /// <summary>Ahead by milliseconds.</summary>
        Milliseconds = 1,

        /// <summary>Ahead by both.</summary>
        Both = 2,

        /// <summary>Milliseconds from the epoch, and a counter.</summary>
        Absolute = 3,
    }

    private enum Shape : byte
    {
        Operations = 0,
        InsertUnit = 1,
        Insert = 2,
        DeleteUnit = 3,
        Delete = 4,
    }

    /// <summary>
    /// Appends the bytes of a change: at once when it is short, from a rented buffer otherwise.
    /// </summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative.</exception>
    public static void Encode(ChangeDraft draft, IBufferWriter<byte> output) => Encode(draft, null, output);

    /// <summary>Appends the bytes of a change and of the operations that it came to, null when those are its own.</summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative.</exception>
    public static void Encode(ChangeDraft draft, ChangeDraft? transformed, IBufferWriter<byte> output)
    {
        var writer = new SpanWriter(output.GetSpan(TypicalLength));
        try
        {
            writer.Byte(Format);
            writer.Skip(sizeof(uint));
            Write(ref writer, draft, transformed);
            var written = writer.Written;
            BinaryPrimitives.WriteUInt32LittleEndian(written[1..], Crc32C.Of(written[HeaderLength..]));
            if (writer.IsRented)
            {
                output.Write(written);
            }
            else
            {
                output.Advance(written.Length);
            }
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>
    /// Reads a change, of format 1 too, the transformed operations passed over. Never throws for what the bytes are;
    /// <paramref name="into"/> is an empty change when it fails. Nothing is allocated for a change of plain text whose
    /// names are in the cache and whose like the draft has held before.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, ChangeDraft into, NameCache names, [NotNullWhen(false)] out string? reason)
    {
        if (ChangeCodec.IsFormat1(bytes))
        {
            return ChangeCodec.TryDecode1(bytes, into, out reason);
        }

        into.Clear();
        if (!TryOpen(bytes, out var reader, out reason))
        {
            return false;
        }

        Read(ref reader, into, names);
        return Close(ref reader, into, out reason);
    }

    /// <summary>Appends the bytes of a change and what it came to, which is left out when that is the same.</summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative.</exception>
    public static void EncodeApplied(Change change, ImmutableArray<Operation> transformed, IBufferWriter<byte> output)
    {
        var draft = _applied ??= new ChangeDraft();
        draft.Read(change);
        ChangeDraft? effects = null;
        if (!transformed.AsSpan().SequenceEqual(change.Operations.AsSpan()))
        {
            effects = new ChangeDraft();
            foreach (var operation in transformed)
            {
                effects.Add(operation);
            }
        }

        Encode(draft, effects, output);
        draft.Clear();
    }

    /// <summary>
    /// Reads what <see cref="EncodeApplied"/> wrote. Never throws for what the bytes are; a relative clock, which only a
    /// document can read, is refused.
    /// </summary>
    public static bool TryDecodeApplied(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AppliedChange? applied, [NotNullWhen(false)] out string? reason)
    {
        applied = null;
        ChangeDraft draft = new(), effects = new();
        if (!TryDecode(bytes, draft, effects, new NameCache(), out var isTransformed, out reason))
        {
            return false;
        }

        if (draft.IsClockRelative)
        {
            reason = "The clock is relative.";
            return false;
        }

        var change = draft.ToChange();
        applied = new AppliedChange(change, isTransformed ? effects.ToChange().Operations : change.Operations);
        return true;
    }

    /// <summary>
    /// Reads a change and the operations that it came to, unless those are its own. Never throws for what the bytes are;
    /// both drafts are empty when it fails.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes,
        ChangeDraft into,
        ChangeDraft transformed,
        NameCache names,
        out bool isTransformed,
        [NotNullWhen(false)] out string? reason)
    {
        into.Clear();
        transformed.Clear();
        isTransformed = false;
        if (!TryOpen(bytes, out var reader, out reason))
        {
            return false;
        }

        isTransformed = (Read(ref reader, into, names) & HasTransformed) != 0;
        if (isTransformed)
        {
            OperationFormat.ReadAll(ref reader, transformed, names);
        }

        if (!Close(ref reader, into, out reason))
        {
            transformed.Clear();
        }

        return reason is null;
    }

    private static void Write(ref SpanWriter writer, ChangeDraft draft, ChangeDraft? transformed)
    {
        var clock = ClockFormOf(draft);
        var shape = ShapeOf(draft);
        var isNext = IsNext(draft);
        var hasPath = shape != Shape.Operations && !string.Equals(draft.Operations[0].Path, WellKnownPath, StringComparison.Ordinal);
        writer.Byte((byte)((byte)clock | (isNext ? 0 : HasParents) | (hasPath ? HasPath : 0) | ((int)shape << ShapeShift)
            | (transformed is null ? 0 : HasTransformed)));
        writer.String(draft.Agent);
        writer.Number(draft.Sequence);
        WriteClock(ref writer, clock, draft.Clock);
        if (!isNext)
        {
            WriteParents(ref writer, draft);
        }

        if (hasPath)
        {
            writer.String(draft.Operations[0].Path);
        }

        WriteShape(ref writer, shape, draft);
        if (transformed is not null)
        {
            OperationFormat.WriteAll(ref writer, transformed);
        }
    }

    private static byte Read(ref ByteReader reader, ChangeDraft into, NameCache names)
    {
        var flags = reader.Byte();
        into.Agent = reader.Name(names);
        into.Sequence = reader.Number();
        ReadClock(ref reader, (ClockForm)(flags & ClockMask), into);
        if ((flags & HasParents) != 0)
        {
            ReadParents(ref reader, into, names);
        }
        else if (into.Sequence == 0)
        {
            reader.Fail("A first event follows none of its author.");
        }
        else
        {
            into.AddParent(new EventId(into.Agent, into.Sequence - 1));
        }

        var path = (flags & HasPath) != 0 ? reader.Name(names) : WellKnownPath;
        ReadShape(ref reader, (Shape)((flags & ShapeMask) >> ShapeShift), path, into, names);

        // Keeps sums of lengths within their types, for everybody who adds them up later.
        var length = into.EventCount;
        if (length > int.MaxValue || into.Sequence > long.MaxValue - length)
        {
            reader.Fail("A change is too long.");
        }

        return flags;
    }

    private static ClockForm ClockFormOf(ChangeDraft draft) =>
        !draft.IsClockRelative ? ClockForm.Absolute
        : draft.Clock <= MaxCounter ? ClockForm.Counter
        : (draft.Clock & MaxCounter) == 0 ? ClockForm.Milliseconds
        : ClockForm.Both;

    private static void WriteClock(ref SpanWriter writer, ClockForm form, long clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(clock);
        switch (form)
        {
            case ClockForm.Counter:
                writer.Number(clock);
                break;
            case ClockForm.Milliseconds:
                writer.Number(clock >> CounterBits);
                break;
            case ClockForm.Both:
                writer.Number(clock >> CounterBits);
                writer.Number(clock & MaxCounter);
                break;
            default:
                writer.Zigzag((clock >> CounterBits) - ClockEpoch);
                writer.Number(clock & MaxCounter);
                break;
        }
    }

    private static void ReadClock(ref ByteReader reader, ClockForm form, ChangeDraft into)
    {
        into.IsClockRelative = form != ClockForm.Absolute;
        var milliseconds = form switch
        {
            ClockForm.Counter => 0,
            ClockForm.Absolute => unchecked(reader.Zigzag() + ClockEpoch),
            _ => reader.Number(),
        };
        var counter = form == ClockForm.Milliseconds ? 0 : reader.Number();
        if (milliseconds < 0 || milliseconds > long.MaxValue >> CounterBits || counter > MaxCounter)
        {
            reader.Fail("A clock is out of range.");
            return;
        }

        into.Clock = (milliseconds << CounterBits) | counter;
    }

    /// <summary>Whether its only parent is the author's event before.</summary>
    private static bool IsNext(ChangeDraft draft) => draft.ParentCount == 1 && IsOwnBefore(draft, draft.Parents[0]);

    private static bool IsOwnBefore(ChangeDraft draft, in EventId parent) =>
        draft.Sequence > 0 && parent.Sequence == draft.Sequence - 1 && string.Equals(parent.Agent, draft.Agent, StringComparison.Ordinal);

    private static void WriteParents(ref SpanWriter writer, ChangeDraft draft)
    {
        var own = 0;
        foreach (ref readonly var parent in draft.Parents)
        {
            own += IsOwnBefore(draft, parent) ? 1 : 0;
        }

        writer.Number(((long)(draft.ParentCount - own) << 1) | (own > 0 ? 1L : 0));
        foreach (ref readonly var parent in draft.Parents)
        {
            if (!IsOwnBefore(draft, parent))
            {
                writer.Name(parent.Agent, draft.Agent);
                writer.Number(parent.Sequence);
            }
        }
    }

    private static void ReadParents(ref ByteReader reader, ChangeDraft into, NameCache names)
    {
        var count = reader.Number();
        if (count >> 1 > reader.Remaining || ((count & 1) != 0 && into.Sequence == 0))
        {
            reader.Fail("The parents are not as they must be.");
            return;
        }

        if ((count & 1) != 0)
        {
            into.AddParent(new EventId(into.Agent, into.Sequence - 1));
        }

        for (var i = count >> 1; i > 0 && !reader.Failed; i--)
        {
            into.AddParent(new EventId(reader.Name(names, into.Agent), reader.Number()));
        }
    }

    private static Shape ShapeOf(ChangeDraft draft)
    {
        if (draft.OperationCount != 1)
        {
            return Shape.Operations;
        }

        ref readonly var operation = ref draft.Operations[0];
        if (operation.Path is null)
        {
            return Shape.Operations;
        }

        return operation.Kind switch
        {
            TextKind.Insert when operation.Payload.Attributes.Count == 0 => operation.Length == 1 ? Shape.InsertUnit : Shape.Insert,
            TextKind.Delete => operation.Length == 1 ? Shape.DeleteUnit : Shape.Delete,
            _ => Shape.Operations,
        };
    }

    private static void WriteShape(ref SpanWriter writer, Shape shape, ChangeDraft draft)
    {
        if (shape == Shape.Operations)
        {
            OperationFormat.WriteAll(ref writer, draft);
            return;
        }

        ref readonly var operation = ref draft.Operations[0];
        writer.Number(operation.Position);
        switch (shape)
        {
            case Shape.InsertUnit:
                writer.Units(draft.Units);
                break;
            case Shape.Insert:
                writer.String(draft.Units);
                break;
            case Shape.Delete:
                writer.Number(operation.Length);
                break;
        }
    }

    private static void ReadShape(ref ByteReader reader, Shape shape, string path, ChangeDraft into, NameCache names)
    {
        switch (shape)
        {
            case Shape.Operations:
                OperationFormat.ReadAll(ref reader, into, names);
                break;
            case Shape.InsertUnit:
                var at = reader.Int();
                var unit = reader.Unit();
                if (!reader.Failed)
                {
                    into.AddInsertion(path, at, 1, TextPayload.None)[0] = unit;
                }

                break;
            case Shape.Insert:
                OperationFormat.ReadInsertion(ref reader, path, into, hasAttributes: false);
                break;
            case Shape.DeleteUnit:
                into.Add(path, TextKind.Delete, reader.Int(), 1, TextPayload.None);
                break;
            case Shape.Delete:
                into.Add(path, TextKind.Delete, reader.Int(), reader.Int(), TextPayload.None);
                break;
            default:
                reader.Fail("A change is of an unknown shape.");
                break;
        }
    }

    private static bool TryOpen(ReadOnlySpan<byte> bytes, out ByteReader body, [NotNullWhen(false)] out string? reason)
    {
        body = default;
        reason = bytes.Length < HeaderLength ? "The data ends too early."
            : bytes[0] != Format ? "The format is unknown."
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Of(bytes[HeaderLength..]) ? "The checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        body = new ByteReader(bytes[HeaderLength..]);
        return true;
    }

    private static bool Close(ref ByteReader reader, ChangeDraft into, [NotNullWhen(false)] out string? reason)
    {
        reason = reader.Reason;
        if (reason is null)
        {
            return true;
        }

        into.Clear();
        return false;
    }
}
