using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A mutable sequence of UTF-16 code units. Editing where the last edit was costs next to nothing, elsewhere O(log n);
/// nothing is allocated but when the text is longer than ever before. Ranges are trusted. Reading changes nothing, so
/// several threads may read as long as none writes.
/// </summary>
/// <remarks>
/// Units lie in leaves of a fixed capacity, which lie in slabs, so that growing never moves the text. A
/// <see cref="LengthTree"/> holds the order and the lengths of the leaves; while there is only one leaf, number 0, there
/// is no tree. One leaf is the cursor's, where the last edit was: its free room is a gap at that place, and what it has
/// grown by is not yet in the tree. Invariants: the units of the cursor's leaf are the first <c>_gap</c> of its room and
/// the last <c>_leafLength - _gap</c> of it; those of any other leaf are the first of its room; only the cursor's leaf
/// may be empty.
/// </remarks>
internal sealed class Rope
{
#if DEBUG
    /// <summary>Small in Debug, so that tests split and join leaves all the time.</summary>
    private const int LeafCapacity = 4;

    private const int SlabBits = 2;
#else
    /// <summary>Units in a leaf at most; measured (256, 512, 1024, 2048).</summary>
    private const int LeafCapacity = 1024;

    /// <summary>A slab has 2^4 leaves: 32 kB, well below what the runtime treats as a large object.</summary>
    private const int SlabBits = 4;
#endif

    private const int SlabLeaves = 1 << SlabBits;

    /// <summary>Units in a leaf that is made of a long text: some room is left, so that an edit does not split it.</summary>
    private const int FilledLength = LeafCapacity - (LeafCapacity / 16);

    /// <summary>Two neighbours are joined when the result is no longer: more would soon be split again.</summary>
    private const int JoinedLength = LeafCapacity * 3 / 4;

    private const int SmallestRoom = 16;

    private char[][] _slabs;
    private LengthTree? _tree;
    private int _length;

    // The cursor: its leaf, where that lies, and how much of it there is.
    private char[] _slab;
    private int _base;
    private int _room;
    private int _gap;
    private int _leaf;
    private int _leafStart;
    private int _leafLength;

    /// <summary>
    /// The length that the tree has for the cursor's leaf. To tell the tree of each keystroke takes about twice as long
    /// (measured, on replays of recorded histories).
    /// </summary>
    private int _lengthInTree;

    /// <summary>An empty rope.</summary>
    public Rope()
    {
        _slab = [];
        _slabs = [_slab];
    }

    /// <summary>A rope of this text.</summary>
    public Rope(ReadOnlySpan<char> text)
    {
        _length = text.Length;
        var leaves = text.Length <= LeafCapacity ? 1 : (text.Length + FilledLength - 1) / FilledLength;
        _slabs = new char[(leaves + SlabLeaves - 1) / SlabLeaves][];
        if (leaves == 1)
        {
            _slabs[0] = text.ToArray();
        }
        else
        {
            Fill(text, leaves);
        }

        _slab = _slabs[0];
        Enter(0, 0, leaves == 1 ? text.Length : FilledLength);
    }

    private Rope(Rope other)
    {
        _slabs = new char[other._slabs.Length][];
        for (var i = 0; i < _slabs.Length; i++)
        {
            _slabs[i] = (char[])other._slabs[i].Clone();
        }

        _tree = other._tree?.Clone();
        _length = other._length;
        _slab = _slabs[other._leaf >> SlabBits];
        _base = other._base;
        _room = other._room;
        _gap = other._gap;
        _leaf = other._leaf;
        _leafStart = other._leafStart;
        _leafLength = other._leafLength;
        _lengthInTree = other._lengthInTree;
    }

    /// <summary>The number of units.</summary>
    public int Length => _length;

    /// <summary>One unit, at a position below the length.</summary>
    public char this[int position] => ChunkAt(position)[0];

    /// <summary>A rope of its own with the same units.</summary>
    public Rope Clone() => new(this);

    /// <summary>
    /// Some units from a position below the length on: one at least, and at most to the end of their leaf. Valid until
    /// the next edit.
    /// </summary>
    public ReadOnlySpan<char> ChunkAt(int position)
    {
        var offset = position - _leafStart;
        if (unchecked((uint)offset) < (uint)_leafLength)
        {
            var behind = _leafLength - offset;
            return offset < _gap ? _slab.AsSpan(_base + offset, _gap - offset) : _slab.AsSpan(_base + _room - behind, behind);
        }

        // The tree knows the cursor's leaf by its former length.
        var inTree = offset < 0 ? position : position - _leafLength + _lengthInTree;
        var leaf = _tree!.Find(inTree + 1, out var start, out var length);
        return Units(leaf, length)[(inTree - start)..];
    }

    /// <summary>Copies the units from a position on, as many as the destination takes.</summary>
    public void CopyTo(int from, Span<char> destination)
    {
        while (destination.Length > 0)
        {
            var chunk = ChunkAt(from);
            chunk = chunk[..Math.Min(chunk.Length, destination.Length)];
            chunk.CopyTo(destination);
            destination = destination[chunk.Length..];
            from += chunk.Length;
        }
    }

    /// <summary>Inserts units at a position.</summary>
    public void Insert(int position, ReadOnlySpan<char> text)
    {
        var offset = position - _leafStart;
        if (unchecked((uint)offset) <= (uint)_leafLength && text.Length <= _room - _leafLength)
        {
            InsertHere(offset, text);
        }
        else
        {
            InsertSlow(position, text);
        }
    }

    /// <summary>Deletes a range.</summary>
    public void Delete(int position, int length)
    {
        var offset = position - _leafStart;
        if (offset >= 0 && length <= _leafLength - offset)
        {
            DeleteHere(offset, length);
        }
        else
        {
            DeleteSlow(position, length);
        }
    }

    /// <summary>Throws or asserts when the rope is broken. Does nothing outside Debug. Costs O(n).</summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        Debug.Assert(_gap >= 0 && _gap <= _leafLength && _leafLength <= _room, "The gap lies in the cursor's leaf.");
        Debug.Assert(ReferenceEquals(_slab, _slabs[_leaf >> SlabBits]), "The cursor's slab is the leaf's.");
        if (_tree is null)
        {
            Debug.Assert(_leaf == 0 && _leafStart == 0 && _leafLength == _length, "The only leaf is all there is.");
            return;
        }

        _tree.CheckInvariants();
        var sum = 0;
        for (var leaf = _tree.First; leaf != LengthTree.None; leaf = _tree.Next(leaf))
        {
            var length = _tree.LengthOf(leaf);
            Debug.Assert(leaf == _leaf || length is > 0 and <= LeafCapacity, "A leaf is neither empty nor too long.");
            Debug.Assert(leaf != _leaf || (length == _lengthInTree && sum == _leafStart), "The cursor knows its leaf.");
            sum += leaf == _leaf ? _leafLength : length;
        }

        Debug.Assert(sum == _length, "The leaves are all there is.");
    }

    private void InsertHere(int offset, ReadOnlySpan<char> text)
    {
        if (offset != _gap)
        {
            MoveGap(offset);
        }

        if (text.Length == 1)
        {
            _slab[_base + offset] = text[0];
        }
        else
        {
            text.CopyTo(_slab.AsSpan(_base + offset));
        }

        _gap = offset + text.Length;
        _leafLength += text.Length;
        _length += text.Length;
    }

    private void DeleteHere(int offset, int length)
    {
        if (offset > _gap)
        {
            MoveGap(offset);
        }
        else if (offset + length < _gap)
        {
            MoveGap(offset + length);
        }

        // The gap takes in what lies on both of its sides.
        _gap = offset;
        _leafLength -= length;
        _length -= length;
    }

    private void MoveGap(int offset)
    {
        var gapEnd = _base + _room - (_leafLength - _gap);
        if (offset < _gap)
        {
            var count = _gap - offset;
            _slab.AsSpan(_base + offset, count).CopyTo(_slab.AsSpan(gapEnd - count));
        }
        else
        {
            _slab.AsSpan(gapEnd, offset - _gap).CopyTo(_slab.AsSpan(_base + _gap));
        }

        _gap = offset;
    }

    private void InsertSlow(int position, ReadOnlySpan<char> text)
    {
        if (position < _leafStart || position > _leafStart + _leafLength)
        {
            MoveTo(position);
        }

        var needed = _leafLength + text.Length;
        if (needed > _room && _room < LeafCapacity)
        {
            GrowOnlyLeaf(needed);
        }

        if (needed > _room)
        {
            if (text.Length > LeafCapacity / 2)
            {
                InsertLong(position, text);
                return;
            }

            Split(position);
        }

        InsertHere(position - _leafStart, text);
    }

    /// <summary>Gives a short text a larger array, for it lies alone in one that is just as large as it needs.</summary>
    private void GrowOnlyLeaf(int needed)
    {
        Debug.Assert(_tree is null, "Every leaf but an only one has its full room.");
        MoveGap(_leafLength);
        _room = (int)Math.Min(LeafCapacity, Math.Max(2L * _room, Math.Max(SmallestRoom, needed)));
        Array.Resize(ref _slab, _room);
        _slabs[0] = _slab;
    }

    /// <summary>Makes room at a place in the cursor's leaf for half a leaf of text.</summary>
    private void Split(int position)
    {
        Flush();
        var offset = position - _leafStart;
        if (offset == _leafLength)
        {
            // People who write on go on at the end: what is full stays so.
            Enter(AddLeafAfter(_leaf, []), position, 0);
            return;
        }

        var (left, start, half) = (_leaf, _leafStart, _leafLength / 2);
        var right = CutAt(half);
        if (offset <= half)
        {
            Enter(left, start, half);
        }
        else
        {
            Enter(right, start + half, _leafLength - half);
        }
    }

    /// <summary>Moves the units of the cursor's leaf from an offset on to a new leaf. The cursor is to enter one then.</summary>
    private int CutAt(int offset)
    {
        var count = _leafLength - offset;
        _tree!.Add(_leaf, -count);
        return AddLeafAfter(_leaf, _slab.AsSpan(_base + offset, count));
    }

    /// <summary>Inserts a text that may take many leaves: into what is left of the cursor's leaf, and new ones.</summary>
    private void InsertLong(int position, ReadOnlySpan<char> text)
    {
        Flush();
        var (leaf, start, length) = (_leaf, _leafStart, position - _leafStart);
        var rest = _leafLength - length;
        if (rest > 0)
        {
            CutAt(length);
        }

        Enter(leaf, start, length);
        while (true)
        {
            var count = Math.Min(text.Length, Math.Max(0, FilledLength - _leafLength));
            InsertHere(_leafLength, text[..count]);
            text = text[count..];
            if (text.Length == 0)
            {
                break;
            }

            Flush();
            Enter(AddLeafAfter(_leaf, []), _leafStart + _leafLength, 0);
        }

        Settle();
    }

    private void DeleteSlow(int position, int length)
    {
        while (length > 0)
        {
            if (position < _leafStart || position >= _leafStart + _leafLength)
            {
                MoveTo(position + 1);
            }

            var offset = position - _leafStart;
            var count = Math.Min(length, _leafLength - offset);
            if (count < _leafLength || !TryDropLeaf())
            {
                DeleteHere(offset, count);
            }

            length -= count;
        }
    }

    /// <summary>Takes the cursor's leaf out with all its units, if there is another one.</summary>
    private bool TryDropLeaf()
    {
        var (leaf, start, length) = (_leaf, _leafStart, _leafLength);
        if (_tree?.Next(leaf) is { } next and not LengthTree.None)
        {
            Enter(next, start, _tree.LengthOf(next));
        }
        else if (_tree?.Previous(leaf) is { } previous and not LengthTree.None)
        {
            var before = _tree.LengthOf(previous);
            Enter(previous, start - before, before);
        }
        else
        {
            return false;
        }

        _tree.Remove(leaf);
        _length -= length;
        return true;
    }

    /// <summary>Moves the cursor to the leaf with the unit in front of a position.</summary>
    private void MoveTo(int position)
    {
        Flush();
        if (_leafLength < LeafCapacity / 2)
        {
            Settle();
        }

        var leaf = _tree!.Find(position, out var start, out var length);
        Enter(leaf, start, length);
    }

    /// <summary>Closes the gap, and tells the tree of the cursor's leaf.</summary>
    private void Flush()
    {
        if (_gap != _leafLength)
        {
            MoveGap(_leafLength);
        }

        if (_tree is null)
        {
            _tree = new LengthTree(_leafLength);
        }
        else if (_leafLength != _lengthInTree)
        {
            _tree.Add(_leaf, _leafLength - _lengthInTree);
        }

        _lengthInTree = _leafLength;
    }

    /// <summary>Joins the cursor's leaf with a neighbour, if they are short. It stays the cursor's, and is flushed.</summary>
    private void Settle()
    {
        Flush();
        var next = _tree!.Next(_leaf);
        if (next != LengthTree.None && TryJoin(_leaf, _leafStart, _leafLength, next, _tree.LengthOf(next)))
        {
            return;
        }

        var previous = _tree.Previous(_leaf);
        if (previous != LengthTree.None)
        {
            var before = _tree.LengthOf(previous);
            TryJoin(previous, _leafStart - before, before, _leaf, _leafLength);
        }
    }

    private bool TryJoin(int left, int start, int leftLength, int right, int rightLength)
    {
        if (leftLength + rightLength > JoinedLength && leftLength > 0 && rightLength > 0)
        {
            return false;
        }

        Units(right, rightLength).CopyTo(Room(left)[leftLength..]);
        _tree!.Remove(right);
        _tree.Add(left, rightLength);
        Enter(left, start, leftLength + rightLength);
        return true;
    }

    private void Enter(int leaf, int start, int length)
    {
        _leaf = leaf;
        _leafStart = start;
        _leafLength = _lengthInTree = _gap = length;
        _slab = _slabs[leaf >> SlabBits];
        _base = (leaf & (SlabLeaves - 1)) * LeafCapacity;

        // Not looked up where it is known: the length of a slab far away is a cache miss of its own.
        _room = _tree is null ? _slab.Length : LeafCapacity;
    }

    private Span<char> Room(int leaf) =>
        _slabs[leaf >> SlabBits].AsSpan((leaf & (SlabLeaves - 1)) * LeafCapacity, LeafCapacity);

    private ReadOnlySpan<char> Units(int leaf, int length) =>
        _slabs[leaf >> SlabBits].AsSpan((leaf & (SlabLeaves - 1)) * LeafCapacity, length);

    private int AddLeafAfter(int leaf, ReadOnlySpan<char> text)
    {
        var added = _tree!.InsertAfter(leaf, text.Length);
        MakeRoom(added);
        text.CopyTo(Room(added));
        return added;
    }

    private void MakeRoom(int leaf)
    {
        var slab = leaf >> SlabBits;
        if (slab == _slabs.Length)
        {
            Array.Resize(ref _slabs, 2 * slab);
            _slabs.AsSpan(slab).Fill([]);
        }

        var needed = ((leaf & (SlabLeaves - 1)) + 1) * LeafCapacity;
        if (needed > _slabs[slab].Length)
        {
            // A slab grows by doubling, so that a short text need not pay for a whole one.
            var size = Math.Max(needed, 2 * _slabs[slab].Length);
            Array.Resize(ref _slabs[slab], Math.Min(size, SlabLeaves * LeafCapacity));
        }
    }

    private void Fill(ReadOnlySpan<char> text, int leaves)
    {
        var lengths = new int[leaves];
        for (var leaf = 0; leaf < leaves; leaf++)
        {
            if ((leaf & (SlabLeaves - 1)) == 0)
            {
                _slabs[leaf >> SlabBits] = new char[Math.Min(SlabLeaves, leaves - leaf) * LeafCapacity];
            }

            var part = text.Slice(leaf * FilledLength, Math.Min(FilledLength, text.Length - (leaf * FilledLength)));
            part.CopyTo(Room(leaf));
            lengths[leaf] = part.Length;
        }

        _tree = new LengthTree(lengths);
    }
}
