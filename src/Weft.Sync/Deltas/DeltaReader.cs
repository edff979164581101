using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Weft.Sync;

/// <summary>Reads a delta in pieces of any length. After its last part it keeps, for ever.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DeltaReader(ImmutableArray<DeltaPart> parts)
{
    private int _index;
    private int _offset;

    internal readonly bool AtEnd => _index == parts.Length;

    internal readonly DeltaKind Kind => AtEnd ? DeltaKind.Keep : parts[_index].Kind;

    /// <summary>What is left of the present part.</summary>
    internal readonly int Rest => AtEnd ? int.MaxValue : parts[_index].Length - _offset;

    internal DeltaPart Take(int length)
    {
        if (AtEnd)
        {
            return DeltaPart.Keep(length);
        }

        DeltaPart part = parts[_index];
        DeltaPart piece = length == part.Length ? part : part.Slice(_offset, length);
        _offset += length;
        if (_offset == part.Length)
        {
            _index++;
            _offset = 0;
        }

        return piece;
    }

    internal DeltaPart TakeRest() => Take(Rest);
}
