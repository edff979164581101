using System.Buffers;
using System.Text;

namespace Weft.Engine;

/// <summary>Appends numbers and strings to a growing buffer.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _buffer.Write(value);

    /// <summary>
    /// A number of at least 0: seven bits a byte, the lowest first, the eighth bit says that more follow (LEB128).
    /// </summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            Byte((byte)((rest & 0x7F) | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    /// <summary>A string as UTF-8, its length in bytes in front.</summary>
    public void String(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Number(count);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count));
        _buffer.Advance(count);
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
}
