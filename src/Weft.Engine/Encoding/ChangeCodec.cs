using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Reads bytes of changes, of <see cref="ChangeFormat"/> and of format 1 before it, which is read for ever and no more
/// written: <c>format:1 checksum:4 body</c>; the body of a change is <c>agent sequence clock parents operations</c>, that of
/// an applied change has after it <c>0</c>, or <c>1 operations</c> when the transformed operations differ from the change's
/// own. What follows in the body is passed over.
/// </summary>
internal static class ChangeCodec
{
    private const byte Format1 = 1;
    private const int HeaderLength = 1 + sizeof(uint);

    /// <summary>Whether bytes say that they are of format 1.</summary>
    public static bool IsFormat1(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes[0] == Format1;

    /// <summary>Reads a change of either format; one whose clock only a document can read is refused.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Change? change, [NotNullWhen(false)] out string? reason)
    {
        if (IsFormat1(bytes))
        {
            return TryDecode1(bytes, out change, out reason);
        }

        var draft = new ChangeDraft();
        var isRead = ChangeFormat.TryDecode(bytes, draft, new NameCache(), out reason);
        if (isRead && draft.IsClockRelative)
        {
            (isRead, reason) = (false, "The clock is relative.");
        }

        change = isRead ? draft.ToChange() : null;
        return isRead;
    }

    /// <summary>Reads an applied change of either format.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AppliedChange? applied, [NotNullWhen(false)] out string? reason) =>
        IsFormat1(bytes) ? TryDecode1(bytes, out applied, out reason) : ChangeFormat.TryDecodeApplied(bytes, out applied, out reason);

    /// <summary>Reads a change of format 1 into a draft, which is empty when it fails.</summary>
    public static bool TryDecode1(ReadOnlySpan<byte> bytes, ChangeDraft into, [NotNullWhen(false)] out string? reason)
    {
        into.Clear();
        if (!TryDecode1(bytes, out Change? change, out reason))
        {
            return false;
        }

        into.Read(change);
        return true;
    }

    private static bool TryDecode1(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Change? change, [NotNullWhen(false)] out string? reason)
    {
        change = null;
        if (!TryOpen(bytes, out var reader, out reason))
        {
            return false;
        }

        var read = Read(ref reader);
        reason = reader.Reason;
        change = reason is null ? read : null;
        return reason is null;
    }

    private static bool TryDecode1(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AppliedChange? applied, [NotNullWhen(false)] out string? reason)
    {
        applied = null;
        if (!TryOpen(bytes, out var reader, out reason))
        {
            return false;
        }

        var change = Read(ref reader);
        var transformed = change.Operations;
        switch (reader.Byte())
        {
            case 0:
                break;
            case 1:
                transformed = OperationCodec.ReadAll(ref reader);
                break;
            default:
                reader.Fail("An applied change is of an unknown shape.");
                break;
        }

        reason = reader.Reason;
        applied = reason is null ? new AppliedChange(change, transformed) : null;
        return reason is null;
    }

    private static Change Read(ref ByteReader reader)
    {
        var agent = reader.String();
        var sequence = reader.Number();
        var clock = new HybridTimestamp(reader.Number());
        var count = reader.Count();
        var parents = new List<EventId>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            // An empty name, which no agent has, stands for the author.
            var name = reader.String();
            parents.Add(new EventId(name.Length == 0 ? agent : name, reader.Number()));
        }

        var operations = OperationCodec.ReadAll(ref reader);
        CheckLengths(ref reader, sequence, operations);
        return new Change(agent, sequence, Version.Of(parents), clock, operations);
    }

    /// <summary>Keeps sums of lengths within their types, for everybody who adds them up later.</summary>
    private static void CheckLengths(ref ByteReader reader, long sequence, ImmutableArray<Operation> operations)
    {
        long length = 0;
        foreach (var operation in operations)
        {
            length += operation.EventCount;
        }

        if (length > int.MaxValue || sequence > long.MaxValue - length)
        {
            reader.Fail("A change is too long.");
        }
    }

    private static bool TryOpen(ReadOnlySpan<byte> bytes, out ByteReader body, [NotNullWhen(false)] out string? reason)
    {
        body = default;
        reason = bytes.Length < HeaderLength ? "The data ends too early."
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Of(bytes[HeaderLength..]) ? "The checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        body = new ByteReader(bytes[HeaderLength..]);
        return true;
    }
}
