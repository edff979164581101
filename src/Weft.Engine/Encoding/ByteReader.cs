using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// Reads numbers (LEB128), strings and what is made of them, from bytes that may be anything. The first thing that is wrong makes
/// <see cref="Reason"/> and empties the rest: every further read gives zeros and empty strings, so that callers ask
/// once at the end.
/// </summary>
internal ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;
    private string _lastName = "";

    /// <summary>What was wrong, or null.</summary>
    public string? Reason { get; private set; }

    public readonly bool Failed => Reason is not null;

    public readonly int Remaining => _rest.Length;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public void Fail(string reason)
    {
        Reason ??= reason;
        _rest = default;
    }

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            Fail("The data ends too early.");
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            Fail("The data ends too early.");
            return default;
        }

        var value = _rest[..count];
        _rest = _rest[count..];
        return value;
    }

    public long Number()
    {
        if (!_rest.IsEmpty && _rest[0] < 0x80)
        {
            var value = _rest[0];
            _rest = _rest[1..];
            return value;
        }

        return NumberSlow();
    }

    /// <summary>A number of either sign, see <see cref="SpanWriter.Zigzag"/>.</summary>
    public long Zigzag()
    {
        // The tenth byte has one bit.
        var ahead = this;
        for (var i = 0; i < 9; i++)
        {
            if (ahead.Byte() < 0x80)
            {
                return Unfold((ulong)Number());
            }
        }

        var low = 0ul;
        for (var shift = 0; shift < 63; shift += 7)
        {
            low |= (ulong)(Byte() & 0x7F) << shift;
        }

        var high = Byte();
        if (high > 1)
        {
            Fail("A number is too long.");
        }

        return Unfold(low | ((ulong)(high & 1) << 63));
    }

    public int Int()
    {
        var value = Number();
        if (value <= int.MaxValue)
        {
            return (int)value;
        }

        Fail("A number is too large.");
        return 0;
    }

    /// <summary>How many things follow, each of at least one byte: never more than the bytes that are left.</summary>
    public int Count()
    {
        var value = Number();
        if (value <= _rest.Length)
        {
            return (int)value;
        }

        Fail("The data ends too early.");
        return 0;
    }

    /// <summary>A string of this many bytes.</summary>
    public string String(int length)
    {
        var bytes = Bytes(length);
        if (!Utf8.IsValid(bytes))
        {
            Fail("A string is not UTF-8.");
            return "";
        }

        return Encoding.UTF8.GetString(bytes);
    }

    public string String() => String(Count());

    /// <summary>A string that may be in the cache.</summary>
    public string Name(NameCache names) => Name(Count(), names);

    /// <summary>A string, or the one that is known, see <see cref="SpanWriter.Name"/>.</summary>
    public string Name(NameCache names, string known)
    {
        var length = Number();
        if (length == 0)
        {
            return known;
        }

        if (length - 1 <= _rest.Length)
        {
            return Name((int)(length - 1), names);
        }

        Fail("The data ends too early.");
        return "";
    }

    /// <summary>A string that is often the same as the last one: then it is that one, not a copy.</summary>
    public string Name()
    {
        var ahead = this;
        var bytes = ahead.Bytes(ahead.Count());
        if (!ahead.Failed && Ascii.Equals(bytes, _lastName))
        {
            this = ahead;
            return _lastName;
        }

        _lastName = String();
        return _lastName;
    }

    /// <summary>One UTF-16 unit as UTF-8, without a length.</summary>
    public char Unit()
    {
        if (!_rest.IsEmpty && _rest[0] < 0x80)
        {
            return (char)Byte();
        }

        if (Rune.DecodeFromUtf8(_rest, out var rune, out var length) == OperationStatus.Done && rune.IsBmp)
        {
            _rest = _rest[length..];
            return (char)rune.Value;
        }

        Fail("A unit is not UTF-8.");
        return default;
    }

    public JsonValue Json()
    {
        var text = String();
        if (!Failed && JsonValue.TryParse(text, out var value))
        {
            return value;
        }

        Fail("A value is not JSON.");
        return default;
    }

    public Properties Properties()
    {
        var count = Count();
        if (count == 0)
        {
            return Engine.Properties.Empty;
        }

        if (count == 1)
        {
            return Engine.Properties.Of(String(), Json());
        }

        var properties = new List<KeyValuePair<string, JsonValue>>();
        for (var i = 0; i < count && !Failed; i++)
        {
            properties.Add(KeyValuePair.Create(String(), Json()));
        }

        return Engine.Properties.From(properties);
    }

    private static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private string Name(int length, NameCache names)
    {
        if (names.Get(Bytes(length)) is { } name)
        {
            return name;
        }

        Fail("A string is not UTF-8.");
        return "";
    }

    private long NumberSlow()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        Fail("A number is too long.");
        return 0;
    }
}
