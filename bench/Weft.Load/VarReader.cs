namespace Weft.Load;

/// <summary>Reads lib0's variable-length numbers, strings and bytes.</summary>
internal ref struct VarReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;
    private int _at;

    public long Number()
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _input[_at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    public byte Byte() => _input[_at++];

    public ReadOnlySpan<byte> Bytes()
    {
        var length = (int)Number();
        _at += length;
        return _input.Slice(_at - length, length);
    }

    public void Skip() => Bytes();
}
