namespace Weft.Fuzz.Tests;

/// <summary>Changes bytes as damage and malice would: numbers at their edges, parts taken out, doubled, moved, many times over.</summary>
internal static class ByteMutator
{
    /// <summary>The most bytes that an input grows to; one in a few hundred does.</summary>
    private const int LargestSize = 256 * 1024;

    private static readonly byte[][] Numbers =
    [
        [0], [1], [2], [0x7F], [0x80], [0xFF], [0x80, 0x01], [0xFF, 0x7F], [0x80, 0x80, 0x04], [0xFF, 0xFF, 0x03],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xC3, 0xA9],
    ];

    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        for (var times = 1 + random.Next(1 + random.Next(6)); times > 0; times--)
        {
            bytes = Once(bytes, other, random);
        }

        return random.Next(400) == 0 ? Grow(bytes, random) : bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length == 0)
        {
            return Part(other, random).ToArray();
        }

        var at = random.Next(bytes.Length);
        switch (random.Next(10))
        {
            case 0:
                return With(bytes, at, unchecked((byte)(bytes[at] ^ (1 << random.Next(8)))));
            case 1:
                return With(bytes, at, (byte)random.Next(256));
            case 2:
                return With(bytes, at, unchecked((byte)(bytes[at] + random.Next(-2, 3))));
            case 3:
            case 4:
                return Splice(bytes, at, Math.Min(1 + random.Next(2), bytes.Length - at), Numbers[random.Next(Numbers.Length)]);
            case 5:
                return Splice(bytes, at, 0, Numbers[random.Next(Numbers.Length)]);
            case 6:
                return Splice(bytes, at, Math.Min(1 + random.Next(8), bytes.Length - at), []);
            case 7:
                return Splice(bytes, at, 0, Part(bytes, random));
            case 8:
                return Splice(bytes, at, random.Next(2) * Math.Min(random.Next(16), bytes.Length - at), Part(other, random));
            default:
                return random.Next(4) == 0 ? bytes[..at] : Splice(bytes, at, 1, [bytes[random.Next(bytes.Length)]]);
        }
    }

    // What costs more than its share shows when there is much of it.
    private static byte[] Grow(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var at = random.Next(bytes.Length);
        var part = bytes.AsSpan(at, 1 + random.Next(Math.Min(64, bytes.Length - at)));
        var times = random.Next(LargestSize) / part.Length;
        var grown = new byte[bytes.Length + (times * part.Length)];
        bytes.AsSpan(0, at).CopyTo(grown);
        for (var i = 0; i < times; i++)
        {
            part.CopyTo(grown.AsSpan(at + (i * part.Length)));
        }

        bytes.AsSpan(at).CopyTo(grown.AsSpan(at + (times * part.Length)));
        return grown;
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static byte[] Splice(byte[] bytes, int at, int length, ReadOnlySpan<byte> into) =>
        [.. bytes.AsSpan(0, at), .. into, .. bytes.AsSpan(at + length)];

    private static ReadOnlySpan<byte> Part(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        return bytes.AsSpan(at, random.Next(Math.Min(32, bytes.Length - at) + 1));
    }
}
