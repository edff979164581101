using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Bytes of changes. <c>format:1 checksum:4 body</c>; the body of a change is
/// <c>agent sequence clock parents operations</c>, that of an applied change has after it <c>0</c>, or <c>1
/// operations</c> when the transformed operations differ from the change's own. What follows in the body is for formats
/// to come and is passed over.
/// </summary>
internal static class ChangeCodec
{
    private const byte Format = 1;
    private const int HeaderLength = 1 + sizeof(uint);

    public static void Encode(Change change, IBufferWriter<byte> output)
    {
        var body = new ByteWriter();
        Write(body, change);
        output.Write(Framed(body));
    }

    public static byte[] Encode(AppliedChange applied)
    {
        var body = new ByteWriter();
        Write(body, applied.Change);
        if (applied.Transformed.AsSpan().SequenceEqual(applied.Change.Operations.AsSpan()))
        {
            body.Byte(0);
        }
        else
        {
            body.Byte(1);
            OperationCodec.WriteAll(body, applied.Transformed);
        }

        return Framed(body);
    }

    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Change? change, [NotNullWhen(false)] out string? reason)
    {
        change = null;
        if (!TryOpen(bytes, out var reader, out reason))
        {
            return false;
        }

        change = Read(ref reader);
        reason = reader.Reason;
        return reason is null;
    }

    public static bool TryDecode(
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

        applied = new AppliedChange(change, transformed);
        reason = reader.Reason;
        return reason is null;
    }

    private static void Write(ByteWriter writer, Change change)
    {
        writer.String(change.Agent);
        writer.Number(change.Sequence);
        writer.Number(change.Clock.Value);
        writer.Number(change.Parents.Heads.Length);
        foreach (var parent in change.Parents.Heads)
        {
            // An empty name, which no agent has, stands for the author.
            writer.String(string.Equals(parent.Agent, change.Agent, StringComparison.Ordinal) ? "" : parent.Agent);
            writer.Number(parent.Sequence);
        }

        OperationCodec.WriteAll(writer, change.Operations);
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

    private static byte[] Framed(ByteWriter body)
    {
        var bytes = new byte[HeaderLength + body.Written.Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(body.Written));
        body.Written.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
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
}
