using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// All units of a text since a walker's window began, deleted ones too, in their order: a B+ tree of spans in arrays
/// of structs, addressed by handles.
/// </summary>
/// <remarks>
/// Invariants: every leaf has at least one span and hangs at the same depth under the root, which is a node; a node's
/// slot holds the sums of the lengths below it, in the author's view (prepare), in the merged text (effect) and of the
/// units that were there before the window (base); base units are in ascending order; for every unit of the window
/// that is in the tree, <see cref="_where"/> has its leaf. Leaves are never given back: a window is short-lived.
/// </remarks>
internal sealed class UnitTree
{
#if DEBUG
    public const int Views = 2;

    private const int LeafCapacity = 4;
    private const int NodeCapacity = 4;
#else
    /// <summary>
    /// How many authors' views it shows at once: so many people can write at the same time without each event taking
    /// the view back and forth between them.
    /// </summary>
    public const int Views = 4;

    // Measured with the concurrent traces: 16 to 48 spans a leaf are within 5 % of each other.
    private const int LeafCapacity = 32;
    private const int NodeCapacity = 16;
#endif

    private const int NoNode = -1;

    private UnitSpan[] _spans = new UnitSpan[LeafCapacity];
    private Leaf[] _leaves = new Leaf[1];
    private int _leafCount;
    private Slot[] _slots = new Slot[NodeCapacity];
    private Node[] _nodes = new Node[1];
    private int _nodeCount;
    private int _root;

    // By event of the window: of an insertion the leaf, of a deletion the unit that it deleted.
    private int[] _where = [];

    public UnitTree() => Clear(0);

    /// <summary>The length of the text in a view, the base counted.</summary>
    public int PrepareLength(int view)
    {
        var length = 0;
        foreach (ref readonly var slot in SlotsOf(_root))
        {
            length += slot.Prepare[view];
        }

        return length;
    }

    /// <summary>The length of the merged text, the base counted.</summary>
    public int EffectLength
    {
        get
        {
            var length = 0;
            foreach (ref readonly var slot in SlotsOf(_root))
            {
                length += slot.Effect;
            }

            return length;
        }
    }

    public int FirstLeaf { get; private set; }

    /// <summary>Empties it and begins a window over a text of this length.</summary>
    public void Clear(int baseLength)
    {
        (_leafCount, _nodeCount, _root, FirstLeaf) = (1, 1, 0, 0);
        var span = new UnitSpan { First = UnitSpan.Base, Length = baseLength, LeftOrigin = UnitSpan.None, RightOrigin = UnitSpan.None };
        var slot = new Slot { Child = 0, Effect = baseLength, Base = baseLength };
        for (var view = 0; view < Views; view++)
        {
            span.Seen[view] = 1;
            slot.Prepare[view] = baseLength;
        }

        _spans[0] = span;
        _leaves[0] = new Leaf { Count = 1, Parent = 0, Next = NoNode };
        _nodes[0] = new Node { Count = 1, Parent = NoNode, HasLeaves = true };
        _slots[0] = slot;
    }

    /// <summary>Makes room for so many events of the window.</summary>
    public void Reserve(int events)
    {
        if (_where.Length < events)
        {
            Array.Resize(ref _where, Math.Max(events, Math.Max(64, _where.Length * 2)));
        }
    }

    public int CountOf(int leaf) => _leaves[leaf].Count;

    /// <summary>The leaf behind one, or -1.</summary>
    public int NextOf(int leaf) => _leaves[leaf].Next;

    public ref UnitSpan SpanAt(int leaf, int index) => ref _spans[(leaf * LeafCapacity) + index];

    /// <summary>The spans of a leaf.</summary>
    public Span<UnitSpan> SpansOf(int leaf) => _spans.AsSpan(leaf * LeafCapacity, _leaves[leaf].Count);

    /// <summary>Remembers what a deletion deleted.</summary>
    public void SetTarget(int deletion, int unit) => _where[deletion] = unit;

    /// <summary>The unit that a deletion deleted.</summary>
    public int TargetOf(int deletion) => _where[deletion];

    /// <summary>The unit at a position of a view.</summary>
    public UnitPlace Find(int position, int view)
    {
        var place = default(UnitPlace);
        var slots = _slots;
        var node = _root;
        var isBottom = false;
        while (!isBottom)
        {
            isBottom = _nodes[node].HasLeaves;
            var at = node * NodeCapacity;
            while (position >= slots[at].Prepare[view])
            {
                position -= slots[at].Prepare[view];
                place.EffectBefore += slots[at].Effect;
                at++;
            }

            node = slots[at].Child;
        }

        place.Leaf = node;
        ref var span = ref _spans[node * LeafCapacity];
        while (true)
        {
            var length = span.PrepareLength(view);
            if (position < length)
            {
                break;
            }

            position -= length;
            place.EffectBefore += span.EffectLength;
            place.Index++;
            span = ref _spans[(node * LeafCapacity) + place.Index];
        }

        place.Offset = position;
        return place;
    }

    /// <summary>Where a unit is; the effect length before it is not filled in.</summary>
    public UnitPlace Locate(int unit)
    {
        var leaf = unit >= UnitSpan.Base ? LeafOfBase(unit - UnitSpan.Base) : _where[unit];
        var spans = SpansOf(leaf);
        for (var i = 0; i < spans.Length; i++)
        {
            var offset = unit - spans[i].First;
            if (offset >= 0 && offset < spans[i].Length)
            {
                return new UnitPlace { Leaf = leaf, Index = i, Offset = offset };
            }
        }

        throw new UnreachableException("A unit is where it is said to be.");
    }

    /// <summary>How long the merged text is before the unit at a place.</summary>
    public int EffectBefore(in UnitPlace place)
    {
        var before = EffectBeforeLeaf(place.Leaf);
        foreach (ref readonly var span in SpansOf(place.Leaf)[..place.Index])
        {
            before += span.EffectLength;
        }

        return before + (SpanAt(place.Leaf, place.Index).IsDeleted ? 0 : place.Offset);
    }

    /// <summary>Compares the places of two units in the sequence; -1 comes before all.</summary>
    public int Compare(int a, int b)
    {
        if (a == b)
        {
            return 0;
        }

        if (a < 0 || b < 0 || (a >= UnitSpan.Base && b >= UnitSpan.Base))
        {
            return a.CompareTo(b);
        }

        return Compare(Locate(a), Locate(b));
    }

    /// <summary>Puts new units in front of the span at an index of a leaf, and tells where they went.</summary>
    public UnitPlace Insert(int leaf, int index, in UnitSpan span)
    {
        var place = Put(leaf, index, span);
        Add(place.Leaf, SumOf(span), 1);
        return place;
    }

    /// <summary>Lengthens a span by units that continue it and are in its state.</summary>
    public void Lengthen(int leaf, int index, int by)
    {
        ref var span = ref SpanAt(leaf, index);
        _where.AsSpan(span.First + span.Length, by).Fill(leaf);
        var more = span;
        more.Length = by;
        span.Length += by;
        Add(leaf, SumOf(more), 1);
    }

    /// <summary>Makes a span begin at a place, cutting one in two if need be, and tells where that is.</summary>
    public UnitPlace CutBefore(in UnitPlace place) =>
        place.Offset == 0 ? place : PutCut(place.Leaf, place.Index, SpanAt(place.Leaf, place.Index).SplitAt(place.Offset));

    /// <summary>Makes the units from a place on, at most so many, a span of their own, and tells where that is.</summary>
    public UnitPlace Isolate(in UnitPlace place, int length)
    {
        var at = CutBefore(place);
        ref var span = ref SpanAt(at.Leaf, at.Index);
        if (length >= span.Length)
        {
            return at;
        }

        // What is put behind a span is never the first of its leaf.
        var behind = PutCut(at.Leaf, at.Index, span.SplitAt(length));
        return new UnitPlace { Leaf = behind.Leaf, Index = behind.Index - 1 };
    }

    /// <summary>Adds to the lengths above a leaf, in one view and in the merged text.</summary>
    public void Add(int leaf, int view, int prepare, int effect)
    {
        var child = leaf;
        var node = _leaves[leaf].Parent;
        while (node != NoNode)
        {
            ref var slot = ref SlotOf(node, child);
            slot.Prepare[view] += prepare;
            slot.Effect += effect;
            child = node;
            node = _nodes[node].Parent;
        }
    }

    /// <summary>Joins a span with those beside it in its leaf when they are alike.</summary>
    public void JoinAround(int leaf, int index)
    {
        var spans = SpansOf(leaf);
        if (index + 1 < spans.Length && spans[index].CanAppend(spans[index + 1]))
        {
            JoinWithNext(leaf, index);
            spans = SpansOf(leaf);
        }

        if (index > 0 && index < spans.Length && spans[index - 1].CanAppend(spans[index]))
        {
            JoinWithNext(leaf, index - 1);
        }
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        var leaves = 0;
        Check(_root, ref leaves);
        Debug.Assert(leaves == _leafCount, "Every leaf hangs in the tree.");
        var basic = UnitSpan.Base;
        for (var leaf = FirstLeaf; leaf != NoNode; leaf = _leaves[leaf].Next)
        {
            foreach (ref readonly var span in SpansOf(leaf))
            {
                Debug.Assert(!span.IsBase || span.First == basic, "Base units are in their order.");
                basic = span.IsBase ? span.First + span.Length : basic;
                Debug.Assert(
                    span.IsBase || !_where.AsSpan(span.First, span.Length).ContainsAnyExcept(leaf), "A unit knows its leaf.");
            }
        }
    }

    private Slot Check(int node, ref int leaves)
    {
        var sum = default(Slot);
        foreach (ref readonly var slot in SlotsOf(node))
        {
            var below = _nodes[node].HasLeaves ? SumOfLeaf(slot.Child) : Check(slot.Child, ref leaves);
            leaves += _nodes[node].HasLeaves ? 1 : 0;
            Debug.Assert(((ReadOnlySpan<int>)slot.Prepare).SequenceEqual(below.Prepare), "Sums of views are right.");
            Debug.Assert(slot.Effect == below.Effect && slot.Base == below.Base, "Sums are right.");
            Debug.Assert(
                node == (_nodes[node].HasLeaves ? _leaves[slot.Child].Parent : _nodes[slot.Child].Parent), "Children know their node.");
            sum.Add(slot, 1);
        }

        return sum;
    }

    private void JoinWithNext(int leaf, int index)
    {
        var spans = SpansOf(leaf);
        spans[index].Length += spans[index + 1].Length;
        spans[(index + 2)..].CopyTo(spans[(index + 1)..]);
        _leaves[leaf].Count--;
    }

    private UnitPlace Put(int leaf, int index, in UnitSpan span)
    {
        if (_leaves[leaf].Count == LeafCapacity)
        {
            Split(leaf);
            if (index > _leaves[leaf].Count)
            {
                index -= _leaves[leaf].Count;
                leaf = _leaves[leaf].Next;
            }
        }

        var spans = _spans.AsSpan(leaf * LeafCapacity, ++_leaves[leaf].Count);
        spans[index..^1].CopyTo(spans[(index + 1)..]);
        spans[index] = span;
        if (!span.IsBase)
        {
            _where.AsSpan(span.First, span.Length).Fill(leaf);
        }

        return new UnitPlace { Leaf = leaf, Index = index };
    }

    /// <summary>Puts the cut off part of a span behind that.</summary>
    private UnitPlace PutCut(int leaf, int index, in UnitSpan right)
    {
        var place = Put(leaf, index + 1, right);
        if (place.Leaf != leaf)
        {
            // The sums had it where it was cut off.
            Move(right, place.Leaf, leaf);
        }

        return place;
    }

    private int LeafOfBase(int offset)
    {
        var node = _root;
        while (true)
        {
            var at = node * NodeCapacity;
            while (offset >= _slots[at].Base)
            {
                offset -= _slots[at].Base;
                at++;
            }

            if (_nodes[node].HasLeaves)
            {
                return _slots[at].Child;
            }

            node = _slots[at].Child;
        }
    }

    private int EffectBeforeLeaf(int leaf)
    {
        var before = 0;
        var child = leaf;
        var node = _leaves[leaf].Parent;
        while (node != NoNode)
        {
            for (var at = node * NodeCapacity; _slots[at].Child != child; at++)
            {
                before += _slots[at].Effect;
            }

            child = node;
            node = _nodes[node].Parent;
        }

        return before;
    }

    /// <summary>Compares two places.</summary>
    public int Compare(in UnitPlace a, in UnitPlace b)
    {
        if (a.Leaf == b.Leaf)
        {
            return a.Index != b.Index ? a.Index.CompareTo(b.Index) : a.Offset.CompareTo(b.Offset);
        }

        int childA = a.Leaf, childB = b.Leaf;
        int nodeA = _leaves[childA].Parent, nodeB = _leaves[childB].Parent;
        while (nodeA != nodeB)
        {
            (childA, childB) = (nodeA, nodeB);
            (nodeA, nodeB) = (_nodes[nodeA].Parent, _nodes[nodeB].Parent);
        }

        foreach (ref readonly var slot in SlotsOf(nodeA))
        {
            if (slot.Child == childA)
            {
                return -1;
            }

            if (slot.Child == childB)
            {
                return 1;
            }
        }

        throw new UnreachableException("A node has its children.");
    }

    private Span<Slot> SlotsOf(int node) => _slots.AsSpan(node * NodeCapacity, _nodes[node].Count);

    private ref Slot SlotOf(int node, int child)
    {
        var at = node * NodeCapacity;
        while (_slots[at].Child != child)
        {
            at++;
        }

        return ref _slots[at];
    }

    private Slot SumOf(int node)
    {
        var sum = default(Slot);
        foreach (ref readonly var slot in SlotsOf(node))
        {
            sum.Add(slot, 1);
        }

        return sum;
    }

    private Slot SumOfLeaf(int leaf)
    {
        var sum = default(Slot);
        foreach (ref readonly var span in SpansOf(leaf))
        {
            sum.Add(SumOf(span), 1);
        }

        return sum;
    }

    private static Slot SumOf(in UnitSpan span)
    {
        var sum = new Slot { Effect = span.EffectLength, Base = span.IsBase ? span.Length : 0 };
        for (var view = 0; view < Views; view++)
        {
            sum.Prepare[view] = span.PrepareLength(view);
        }

        return sum;
    }

    /// <summary>Adds to all sums above a leaf, or takes away.</summary>
    private void Add(int leaf, in Slot sum, int times)
    {
        var child = leaf;
        var node = _leaves[leaf].Parent;
        while (node != NoNode)
        {
            SlotOf(node, child).Add(sum, times);
            child = node;
            node = _nodes[node].Parent;
        }
    }

    private void Move(in UnitSpan span, int to, int from)
    {
        var sum = SumOf(span);
        Add(from, sum, -1);
        Add(to, sum, 1);
    }

    /// <summary>Moves the second half of a full leaf to a new one behind it.</summary>
    private void Split(int leaf)
    {
        var right = NewLeaf();
        const int Kept = LeafCapacity / 2;
        var moved = _spans.AsSpan((leaf * LeafCapacity) + Kept, LeafCapacity - Kept);
        moved.CopyTo(_spans.AsSpan(right * LeafCapacity));
        _leaves[right].Count = LeafCapacity - Kept;
        _leaves[right].Next = _leaves[leaf].Next;
        _leaves[leaf].Count = Kept;
        _leaves[leaf].Next = right;
        foreach (ref readonly var span in moved)
        {
            if (!span.IsBase)
            {
                _where.AsSpan(span.First, span.Length).Fill(right);
            }
        }

        // What was cut off a span and is on its way to its place counts where it was.
        var sum = SumOfLeaf(right);
        sum.Child = right;
        var node = _leaves[leaf].Parent;
        InsertSlot(node, leaf, sum, hasLeaves: true);
    }

    /// <summary>Gives a part of what a child holds to a new sibling behind it.</summary>
    private void InsertSlot(int node, int child, in Slot sibling, bool hasLeaves)
    {
        if (_nodes[node].Count == NodeCapacity)
        {
            SplitNode(node);
            node = hasLeaves ? _leaves[child].Parent : _nodes[child].Parent;
        }

        ref var slot = ref SlotOf(node, child);
        slot.Add(sibling, -1);
        var slots = _slots.AsSpan(node * NodeCapacity, ++_nodes[node].Count);
        var index = 0;
        while (slots[index].Child != child)
        {
            index++;
        }

        slots[(index + 1)..^1].CopyTo(slots[(index + 2)..]);
        slots[index + 1] = sibling;
        SetParent(sibling.Child, node, hasLeaves);
    }

    private void SplitNode(int node)
    {
        if (_nodes[node].Parent == NoNode)
        {
            GrowRoot(node);
        }

        var right = NewNode();
        const int Kept = NodeCapacity / 2;
        var moved = _slots.AsSpan((node * NodeCapacity) + Kept, NodeCapacity - Kept);
        moved.CopyTo(_slots.AsSpan(right * NodeCapacity));
        _nodes[right].Count = NodeCapacity - Kept;
        _nodes[right].HasLeaves = _nodes[node].HasLeaves;
        _nodes[node].Count = Kept;
        foreach (ref readonly var slot in moved)
        {
            SetParent(slot.Child, right, _nodes[node].HasLeaves);
        }

        var sum = SumOf(right);
        sum.Child = right;
        InsertSlot(_nodes[node].Parent, node, sum, hasLeaves: false);
    }

    private void GrowRoot(int node)
    {
        var root = NewNode();
        _nodes[root] = new Node { Count = 1, Parent = NoNode };
        var sum = SumOf(node);
        sum.Child = node;
        _slots[root * NodeCapacity] = sum;
        _nodes[node].Parent = root;
        _root = root;
    }

    private void SetParent(int child, int node, bool isLeaf)
    {
        if (isLeaf)
        {
            _leaves[child].Parent = node;
        }
        else
        {
            _nodes[child].Parent = node;
        }
    }

    private int NewLeaf()
    {
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leafCount * 2);
            Array.Resize(ref _spans, _leafCount * 2 * LeafCapacity);
        }

        return _leafCount++;
    }

    private int NewNode()
    {
        if (_nodeCount == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodeCount * 2);
            Array.Resize(ref _slots, _nodeCount * 2 * NodeCapacity);
        }

        _nodes[_nodeCount] = default;
        return _nodeCount++;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public int Child;
        public int Effect;
        public int Base;
        public UnitSpan.SeenCounts Prepare;

        public void Add(in Slot other, int times)
        {
            Effect += times * other.Effect;
            Base += times * other.Base;
            for (var view = 0; view < Views; view++)
            {
                Prepare[view] += times * other.Prepare[view];
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Leaf
    {
        public int Count;
        public int Parent;
        public int Next;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        public int Count;
        public int Parent;
        public bool HasLeaves;
    }
}
