using System.Text;

namespace Weft.Load;

/// <summary>Writes lib0's variable-length numbers, strings and bytes into a buffer of the caller's.</summary>
internal ref struct VarWriter(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private int _at;

    public readonly ReadOnlySpan<byte> Written => _output[.._at];

    public void Number(long value)
    {
        for (; value > 127; value >>= 7)
        {
            _output[_at++] = (byte)(0x80 | (value & 0x7F));
        }

        _output[_at++] = (byte)value;
    }

    public void Byte(byte value) => _output[_at++] = value;

    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        bytes.CopyTo(_output[_at..]);
        _at += bytes.Length;
    }

    public void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));
}
