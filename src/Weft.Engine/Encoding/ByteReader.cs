using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote, from bytes that may be anything. The first thing that is wrong makes
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

    public string String()
    {
        var bytes = Bytes(Count());
        if (!Utf8.IsValid(bytes))
        {
            Fail("A string is not UTF-8.");
            return "";
        }

        return Encoding.UTF8.GetString(bytes);
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

        var properties = new List<KeyValuePair<string, JsonValue>>();
        for (var i = 0; i < count && !Failed; i++)
        {
            properties.Add(KeyValuePair.Create(String(), Json()));
        }

        return Engine.Properties.From(properties);
    }
}
