using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// An ordered sequence of leaves with lengths, which finds a leaf by the summed lengths in front of it. A leaf is a
/// number that the tree gives out and takes back; what is in it is the caller's. Every question and edit costs
/// O(log n), and none allocates but when there are more leaves than ever before.
/// </summary>
/// <remarks>
/// A B+ tree in flat arrays. Invariants: the length beside a child is the sum over the child; parents are known for
/// every leaf and node; all leaves are equally deep; a root above other nodes has at least two children, and no node is
/// empty. There is always a leaf. Numbers that were taken back form lists through the parents' arrays.
/// </remarks>
internal sealed class LengthTree
{
    /// <summary>No leaf.</summary>
    public const int None = -1;

#if DEBUG
    /// <summary>Small in Debug, so that tests split and join nodes all the time.</summary>
    private const int Fanout = 4;
#else
    /// <summary>Children of a node at most; measured (8, 16, 32).</summary>
    private const int Fanout = 16;
#endif

    private const int HalfFanout = Fanout / 2;

    // Child i of node n is at n * Fanout + i: a leaf in the lowest level, a node above.
    private int[] _lengths;
    private int[] _children;
    private int[] _childCounts;
    private int[] _nodeParents;
    private int[] _leafParents;
    private int _nodeCount;
    private int _leafCount;
    private int _freeNode = None;
    private int _freeLeaf = None;
    private int _root;
    private int _height = 1;

    /// <summary>A tree of one leaf, number 0.</summary>
    public LengthTree(int length)
    {
        _lengths = new int[Fanout];
        _children = new int[Fanout];
        _childCounts = new int[1];
        _nodeParents = [None];
        _leafParents = new int[2];
        _lengths[0] = length;
        _childCounts[0] = 1;
        _nodeCount = 1;
        _leafCount = 1;
    }

    /// <summary>A tree of leaves 0, 1, 2 and so on with these lengths, of which there must be one at least.</summary>
    public LengthTree(ReadOnlySpan<int> lengths)
    {
        Debug.Assert(lengths.Length > 0, "There is always a leaf.");
        _leafCount = lengths.Length;
        _leafParents = new int[_leafCount];
        var nodes = 0;
        for (var count = _leafCount; count > 1 || nodes == 0; nodes += count)
        {
            count = (count + Fanout - 1) / Fanout;
        }

        _lengths = new int[nodes * Fanout];
        _children = new int[nodes * Fanout];
        _childCounts = new int[nodes];
        _nodeParents = new int[nodes];
        AddLevel(1, 0, lengths);
        Span<int> sums = new int[(_leafCount + Fanout - 1) / Fanout];
        for (var first = 0; _nodeCount - first > 1; _height++)
        {
            sums = sums[..(_nodeCount - first)];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = SumOf(first + i);
            }

            var next = _nodeCount;
            AddLevel(_height + 1, first, sums);
            first = next;
        }

        _root = _nodeCount - 1;
        _nodeParents[_root] = None;
    }

    private LengthTree(LengthTree other)
    {
        _lengths = (int[])other._lengths.Clone();
        _children = (int[])other._children.Clone();
        _childCounts = (int[])other._childCounts.Clone();
        _nodeParents = (int[])other._nodeParents.Clone();
        _leafParents = (int[])other._leafParents.Clone();
        _nodeCount = other._nodeCount;
        _leafCount = other._leafCount;
        _freeNode = other._freeNode;
        _freeLeaf = other._freeLeaf;
        _root = other._root;
        _height = other._height;
    }

    /// <summary>The first leaf.</summary>
    public int First => Outermost(_root, _height, 1);

    /// <summary>A tree of its own with the same leaves.</summary>
    public LengthTree Clone() => new(this);

    /// <summary>
    /// The leaf with the unit in front of a position, which is at most the sum of all; for 0, the first leaf.
    /// </summary>
    /// <param name="position">A count of units.</param>
    /// <param name="start">The sum of the lengths in front of the leaf.</param>
    /// <param name="length">The leaf's length.</param>
    public int Find(int position, out int start, out int length)
    {
        var lengths = _lengths;
        var rest = position;
        var child = _root;
        var level = _height;
        int here;
        do
        {
            var at = child * Fanout;
            here = lengths[at];
            while (rest > here)
            {
                rest -= here;
                here = lengths[++at];
            }

            child = _children[at];
        }
        while (--level > 0);
        start = position - rest;
        length = here;
        return child;
    }

    /// <summary>The length of a leaf.</summary>
    public int LengthOf(int leaf) => _lengths[SlotOf(_leafParents[leaf], leaf)];

    /// <summary>Adds to the length of a leaf.</summary>
    public void Add(int leaf, int length) => AddUp(_leafParents[leaf], leaf, length);

    /// <summary>The leaf after this one, or <see cref="None"/>.</summary>
    public int Next(int leaf) => Neighbour(leaf, 1);

    /// <summary>The leaf in front of this one, or <see cref="None"/>.</summary>
    public int Previous(int leaf) => Neighbour(leaf, -1);

    /// <summary>Puts a new leaf after another one; its number is the least that was ever free.</summary>
    public int InsertAfter(int leaf, int length)
    {
        var added = TakeLeaf();
        var node = _leafParents[leaf];
        InsertChild(1, node, SlotOf(node, leaf) - (node * Fanout) + 1, added, length);
        return added;
    }

    /// <summary>Takes a leaf out; not the last one that there is. Its number may be given out again.</summary>
    public void Remove(int leaf)
    {
        var node = _leafParents[leaf];
        RemoveChild(1, node, SlotOf(node, leaf));
        _leafParents[leaf] = _freeLeaf;
        _freeLeaf = leaf;
    }

    /// <summary>Throws or asserts when the tree is broken. Does nothing outside Debug. Costs O(n).</summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        Debug.Assert(_nodeParents[_root] == None, "The root has no parent.");
        Debug.Assert(_height == 1 || _childCounts[_root] > 1, "A root has a reason to be.");
        CheckNode(_root, _height);
    }

    private void CheckNode(int node, int level)
    {
        Debug.Assert(_childCounts[node] is > 0 and <= Fanout, "A node is neither empty nor too large.");
        for (var i = 0; i < _childCounts[node]; i++)
        {
            var child = _children[(node * Fanout) + i];
            Debug.Assert((level == 1 ? _leafParents : _nodeParents)[child] == node, "A child knows its parent.");
            if (level > 1)
            {
                Debug.Assert(_lengths[(node * Fanout) + i] == SumOf(child), "A child's length is the sum over it.");
                CheckNode(child, level - 1);
            }
        }
    }

    private void AddLevel(int level, int first, ReadOnlySpan<int> lengths)
    {
        for (var from = 0; from < lengths.Length; from += Fanout)
        {
            var node = _nodeCount++;
            var count = Math.Min(Fanout, lengths.Length - from);
            lengths.Slice(from, count).CopyTo(_lengths.AsSpan(node * Fanout));
            _childCounts[node] = count;
            for (var i = 0; i < count; i++)
            {
                _children[(node * Fanout) + i] = first + from + i;
                SetParent(level, first + from + i, node);
            }
        }
    }

    private int SlotOf(int node, int child)
    {
        var at = node * Fanout;
        while (_children[at] != child)
        {
            at++;
        }

        return at;
    }

    private int SumOf(int node)
    {
        var sum = 0;
        foreach (var length in _lengths.AsSpan(node * Fanout, _childCounts[node]))
        {
            sum += length;
        }

        return sum;
    }

    private void SetParent(int level, int child, int node) => (level == 1 ? _leafParents : _nodeParents)[child] = node;

    private void AddUp(int node, int child, int length)
    {
        while (node != None)
        {
            _lengths[SlotOf(node, child)] += length;
            child = node;
            node = _nodeParents[node];
        }
    }

    private int Neighbour(int leaf, int direction)
    {
        var child = leaf;
        var node = _leafParents[leaf];
        for (var level = 1; node != None; level++)
        {
            var slot = SlotOf(node, child) - (node * Fanout) + direction;
            if (slot >= 0 && slot < _childCounts[node])
            {
                return Outermost(_children[(node * Fanout) + slot], level - 1, direction);
            }

            child = node;
            node = _nodeParents[node];
        }

        return None;
    }

    /// <summary>The first leaf below a node, or with a negative direction the last.</summary>
    private int Outermost(int child, int level, int direction)
    {
        for (; level > 0; level--)
        {
            child = _children[(child * Fanout) + (direction > 0 ? 0 : _childCounts[child] - 1)];
        }

        return child;
    }

    private void InsertChild(int level, int node, int slot, int child, int length)
    {
        if (_childCounts[node] == Fanout)
        {
            var right = SplitNode(level, node);
            if (slot > HalfFanout)
            {
                node = right;
                slot -= HalfFanout;
            }
        }

        var at = (node * Fanout) + slot;
        var behind = _childCounts[node] - slot;
        _children.AsSpan(at, behind).CopyTo(_children.AsSpan(at + 1));
        _lengths.AsSpan(at, behind).CopyTo(_lengths.AsSpan(at + 1));
        _children[at] = child;
        _lengths[at] = length;
        _childCounts[node]++;
        SetParent(level, child, node);
        AddUp(_nodeParents[node], node, length);
    }

    private int SplitNode(int level, int node)
    {
        if (node == _root)
        {
            AddRoot();
        }

        var right = TakeNode();
        MoveChildren(level, node, HalfFanout, right);
        var sum = SumOf(right);
        var parent = _nodeParents[node];
        AddUp(parent, node, -sum);
        InsertChild(level + 1, parent, SlotOf(parent, node) - (parent * Fanout) + 1, right, sum);
        return right;
    }

    private void AddRoot()
    {
        var root = TakeNode();
        _children[root * Fanout] = _root;
        _lengths[root * Fanout] = SumOf(_root);
        _childCounts[root] = 1;
        _nodeParents[root] = None;
        _nodeParents[_root] = root;
        _root = root;
        _height++;
    }

    /// <summary>Moves the children of a node from a slot on to the end of another node. Sums above are not touched.</summary>
    private void MoveChildren(int level, int from, int slot, int to)
    {
        var count = _childCounts[from] - slot;
        var source = (from * Fanout) + slot;
        var target = (to * Fanout) + _childCounts[to];
        _children.AsSpan(source, count).CopyTo(_children.AsSpan(target));
        _lengths.AsSpan(source, count).CopyTo(_lengths.AsSpan(target));
        _childCounts[from] = slot;
        _childCounts[to] += count;
        for (var i = 0; i < count; i++)
        {
            SetParent(level, _children[target + i], to);
        }
    }

    private void RemoveChild(int level, int node, int at)
    {
        AddUp(_nodeParents[node], node, -_lengths[at]);
        TakeOut(node, at);
        Rebalance(level, node);
    }

    private void TakeOut(int node, int at)
    {
        var behind = (node * Fanout) + _childCounts[node] - at - 1;
        _children.AsSpan(at + 1, behind).CopyTo(_children.AsSpan(at));
        _lengths.AsSpan(at + 1, behind).CopyTo(_lengths.AsSpan(at));
        _childCounts[node]--;
    }

    /// <summary>Joins a node that has become small with a sibling that can take it, and lowers a root of one child.</summary>
    private void Rebalance(int level, int node)
    {
        if (node == _root)
        {
            LowerRoot();
        }
        else if (_childCounts[node] == 0)
        {
            var parent = _nodeParents[node];
            RemoveChild(level + 1, parent, SlotOf(parent, node));
            FreeNode(node);
        }
        else if (_childCounts[node] < HalfFanout)
        {
            JoinWithSibling(level, node);
        }
    }

    private void LowerRoot()
    {
        while (_height > 1 && _childCounts[_root] == 1)
        {
            var root = _root;
            _root = _children[root * Fanout];
            _nodeParents[_root] = None;
            _height--;
            FreeNode(root);
        }
    }

    private void JoinWithSibling(int level, int node)
    {
        var parent = _nodeParents[node];
        var right = SlotOf(parent, node) + 1;
        if (right == (parent * Fanout) + _childCounts[parent])
        {
            right--;
        }

        if (right == parent * Fanout)
        {
            return;
        }

        var (leftNode, rightNode) = (_children[right - 1], _children[right]);
        if (_childCounts[leftNode] + _childCounts[rightNode] <= Fanout)
        {
            MoveChildren(level, rightNode, 0, leftNode);
            _lengths[right - 1] += _lengths[right];
            TakeOut(parent, right);
            FreeNode(rightNode);
            Rebalance(level + 1, parent);
        }
    }

    private int TakeLeaf()
    {
        if (_freeLeaf != None)
        {
            var leaf = _freeLeaf;
            _freeLeaf = _leafParents[leaf];
            return leaf;
        }

        if (_leafCount == _leafParents.Length)
        {
            Array.Resize(ref _leafParents, 2 * _leafCount);
        }

        return _leafCount++;
    }

    private int TakeNode()
    {
        var node = _freeNode;
        if (node != None)
        {
            _freeNode = _nodeParents[node];
        }
        else
        {
            node = _nodeCount++;
            if (node == _childCounts.Length)
            {
                GrowNodes();
            }
        }

        _childCounts[node] = 0;
        return node;
    }

    private void GrowNodes()
    {
        var room = 2 * _childCounts.Length;
        Array.Resize(ref _childCounts, room);
        Array.Resize(ref _nodeParents, room);
        Array.Resize(ref _children, room * Fanout);
        Array.Resize(ref _lengths, room * Fanout);
    }

    private void FreeNode(int node)
    {
        _nodeParents[node] = _freeNode;
        _freeNode = node;
    }
}
