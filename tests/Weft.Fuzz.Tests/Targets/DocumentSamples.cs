using Weft.Engine;
using Weft.Testing.Generators;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>Saved documents, and how they are changed: section by section, with the checksums made right.</summary>
internal static class DocumentSamples
{
    /// <summary>Bytes of a change in a log.</summary>
    private const int BytesOfChange = 64;

    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Vectors.Format("document"), OldStore.Document,
        .. Histories.Everything.Concat(Histories.Texts).Select(history => Histories.Whole(history).Save()),
    ];

    public static byte[] Mutate(byte[] sample, byte[] other, Random random)
    {
        if (!IsFormat2(sample) || random.Next(8) == 0)
        {
            return Seal.Document(ByteMutator.Mutate(sample, other, random));
        }

        var parts = FileParts.Of(sample);
        var at = random.Next(parts.Sections.Count);
        var (code, bytes) = parts.Sections[at];
        var donor = IsFormat2(other) ? FileParts.Of(other).Sections : parts.Sections;
        parts.Sections[at] = (code, ByteMutator.Mutate(bytes, donor[random.Next(donor.Count)].Bytes, random));
        return parts.Build();
    }

    /// <summary>The size of a history: that of its changes one by one, each of which costs more than its byte in a file.</summary>
    public static long SizeOfHistory(byte[] file) => SizeOf(file)
        + (Document.TryLoad(file, out var document, out _) && document.LoadHistory(out _) ? (long)document.ChangeCount * BytesOfChange : 0);

    /// <summary>What a file may become: what its sections say they unpack to, as far as the format allows.</summary>
    public static long SizeOf(byte[] file)
    {
        long size = file.Length;
        if (IsFormat2(file))
        {
            size += FileParts.Of(file).Sections.Sum(section => UnpackedBy(section.Bytes));
        }

        return size;
    }

    /// <summary>What a part gains when it is unpacked, as far as the format allows.</summary>
    public static long UnpackedBy(ReadOnlySpan<byte> part)
    {
        var head = new ByteReader(part).Number();
        return (head & 1) == 1 ? Math.Min(head >> 1, Packing.FreeSize + ((long)part.Length * Packing.TextRatio)) : 0;
    }

    private static bool IsFormat2(byte[] file) => file.AsSpan().StartsWith("WEFT\u0002"u8);
}
