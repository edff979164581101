using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// Appends numbers and strings to a span that the caller gives, and to rented memory when that is full: so that what is
/// short is written in place.
/// </summary>
internal ref struct SpanWriter(Span<byte> start)
{
    private const int MaxNumberLength = 10;
    private const int MaxBytesPerUnit = 3;

    /// <summary>A string of at most so many units has a length of one byte for sure.</summary>
    private const int ShortString = 0x7E / MaxBytesPerUnit;

    private Span<byte> _span = start;
    private byte[]? _rented;

    public int Length { get; private set; }

    /// <summary>Whether what is written has outgrown the span of the caller.</summary>
    public readonly bool IsRented => _rented is not null;

    /// <summary>What is written so far; not to be kept across further writes.</summary>
    public readonly Span<byte> Written => _span[..Length];

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    public void Byte(byte value)
    {
        Ensure(1);
        _span[Length++] = value;
    }

    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        Ensure(value.Length);
        value.CopyTo(_span[Length..]);
        Length += value.Length;
    }

    /// <summary>Leaves room to be filled by way of <see cref="Written"/>.</summary>
    public void Skip(int count)
    {
        Ensure(count);
        Length += count;
    }

    /// <summary>
    /// A number of at least 0: seven bits a byte, the lowest first, the eighth bit says that more follow (LEB128).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Unsigned((ulong)value);
    }

    /// <summary>A number of either sign: 0, -1, 1, -2 and so on as 0, 1, 2, 3.</summary>
    public void Zigzag(long value) => Unsigned(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void Unsigned(ulong value)
    {
        Ensure(MaxNumberLength);
        while (value >= 0x80)
        {
            _span[Length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        _span[Length++] = (byte)value;
    }

    /// <summary>A string as UTF-8, its length in bytes in front.</summary>
    /// <exception cref="ArgumentException">It has a lone surrogate.</exception>
    public void String(scoped ReadOnlySpan<char> value) => String(value, 0);

    /// <summary>A string, or 0 for the one that is known; the length is one more than it is.</summary>
    public void Name(string value, string known)
    {
        if (string.Equals(value, known, StringComparison.Ordinal))
        {
            Byte(0);
        }
        else
        {
            String(value, 1);
        }
    }

    /// <summary>UTF-8 without a length.</summary>
    /// <exception cref="ArgumentException">It has a lone surrogate.</exception>
    public void Units(scoped ReadOnlySpan<char> value)
    {
        Ensure(value.Length * MaxBytesPerUnit);
        if (Utf8.FromUtf16(value, _span[Length..], out _, out var count, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException("A lone surrogate is not text.", nameof(value));
        }

        Length += count;
    }

    public void Properties(Properties properties)
    {
        Number(properties.Count);
        for (var i = 0; i < properties.Count; i++)
        {
            String(properties.KeyAt(i));
            String(properties.ValueAt(i).Text);
        }
    }

    private void String(scoped ReadOnlySpan<char> value, int more)
    {
        if (value.Length <= ShortString)
        {
            var at = Length;
            Byte(0);
            Units(value);
            _span[at] = (byte)(Length - at - 1 + more);
        }
        else
        {
            Unsigned((ulong)System.Text.Encoding.UTF8.GetByteCount(value) + (ulong)more);
            Units(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_span.Length - Length < count)
        {
            Grow(count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Length + count, Length * 2)));
        Written.CopyTo(larger);
        Dispose();
        _span = _rented = larger;
    }
}
