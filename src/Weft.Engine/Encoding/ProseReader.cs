using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Weft.Engine;

/// <summary>Reads what <see cref="ProseWriter"/> wrote, from bytes that may be anything.</summary>
internal static class ProseReader
{
    /// <summary>The units of the history are a part that stands alone.</summary>
    public const byte OwnPart = 0;

    /// <summary>The units of the history are the end of the stream that begins with the texts.</summary>
    public const byte EndOfStream = 1;

    /// <summary>The plain text of all texts as UTF-8, perhaps in rented memory.</summary>
    public static bool TryReadTexts(
        ReadOnlySpan<byte> section, out ReadOnlySpan<byte> texts, out byte[]? rented, [NotNullWhen(false)] out string? reason)
    {
        texts = default;
        rented = null;
        var reader = new ByteReader(section);
        var size = reader.Number();
        if ((size & 1) == 0)
        {
            texts = reader.Bytes((int)Math.Min(size >> 1, int.MaxValue));
            reason = reader.Reason;
            return reason is null;
        }

        size >>= 1;
        var stream = Packing.ReadStream(ref reader, size, Packing.TextRatio);
        reason = reader.Reason;
        if (reason is not null)
        {
            return false;
        }

        rented = ArrayPool<byte>.Shared.Rent((int)size);
        var decoder = default(BrotliDecoder);
        var isFilled = TryFill(ref decoder, stream, rented.AsSpan(0, (int)size));
        decoder.Dispose();
        if (!isFilled)
        {
            reason = "A part cannot be decompressed.";
            Packing.Return(rented);
            rented = null;
            return false;
        }

        texts = rented.AsSpan(0, (int)size);
        reason = null;
        return true;
    }

    /// <summary>All units of the history as UTF-8, perhaps in rented memory.</summary>
    public static bool TryReadUnits(
        ReadOnlySpan<byte> texts, ReadOnlySpan<byte> section, out ReadOnlySpan<byte> units, out byte[]? rented, [NotNullWhen(false)] out string? reason)
    {
        var reader = new ByteReader(section);
        rented = null;
        units = default;
        switch (reader.Byte())
        {
            case OwnPart:
                units = Packing.Read(ref reader, Packing.TextRatio, out rented);
                break;
            case EndOfStream:
                units = ReadEnd(texts, ref reader, out rented);
                break;
            default:
                reader.Fail("The units are of an unknown shape.");
                break;
        }

        reason = reader.Reason;
        return reason is null;
    }

    private static ReadOnlySpan<byte> ReadEnd(ReadOnlySpan<byte> texts, scoped ref ByteReader reader, out byte[]? rented)
    {
        rented = null;
        var head = new ByteReader(texts);
        var before = head.Number();
        var start = Packing.ReadStream(ref head, before >> 1, Packing.TextRatio);
        var size = reader.Number();
        var end = Packing.ReadStream(ref reader, size, Packing.TextRatio);
        if ((before & 1) == 0 || head.Failed || reader.Failed)
        {
            reader.Fail("The texts are not compressed, or not as they must be.");
            return default;
        }

        // What comes before is decoded again: it is what the units refer to.
        before >>= 1;
        rented = ArrayPool<byte>.Shared.Rent((int)Math.Max(before, size));
        var decoder = default(BrotliDecoder);
        var isFilled = TryFill(ref decoder, start, rented.AsSpan(0, (int)before)) && TryFill(ref decoder, end, rented.AsSpan(0, (int)size));
        decoder.Dispose();
        if (isFilled)
        {
            return rented.AsSpan(0, (int)size);
        }

        reader.Fail("A part cannot be decompressed.");
        return default;
    }

    /// <summary>Decompresses so much and no more.</summary>
    private static bool TryFill(ref BrotliDecoder decoder, ReadOnlySpan<byte> stream, Span<byte> room)
    {
        while (true)
        {
            var status = decoder.Decompress(stream, room, out var consumed, out var count);
            stream = stream[consumed..];
            room = room[count..];
            if (status == OperationStatus.DestinationTooSmall && count > 0)
            {
                continue;
            }

            return room.IsEmpty && status is OperationStatus.Done or OperationStatus.NeedMoreData;
        }
    }
}
