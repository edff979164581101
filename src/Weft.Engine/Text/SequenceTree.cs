using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A sequence of nodes that finds by summed length, and compares two nodes by their places, in O(log n).
/// </summary>
/// <remarks>
/// A treap: ordered by place, and a heap by priority. Invariants: each node's sums are its own lengths plus its
/// children's; a parent's priority is at least its children's; <c>Parent</c> is the inverse of <c>Left</c> and
/// <c>Right</c>. Priorities come from a counter through a mixing function, so that the shape of the tree depends on
/// nothing but the order of calls.
/// </remarks>
internal sealed class SequenceTree<T>
    where T : SequenceNode<T>
{
    private T? _root;
    private uint _priorityState = 0x9E3779B9;

    public int FirstLength => _root?.FirstSum ?? 0;

    public int SecondLength => _root?.SecondSum ?? 0;

    public int Count => _root?.CountSum ?? 0;

    public T? FirstNode => _root?.Leftmost();

    /// <summary>Puts a node after another one, or in front of all when that is null.</summary>
    public void InsertAfter(T? left, T node)
    {
        node.Priority = NextPriority();
        node.Left = node.Right = node.Parent = null;
        if (_root is null)
        {
            _root = node;
        }
        else if (left is null)
        {
            Attach(FirstNode!, node, asLeft: true);
        }
        else if (left.Right is null)
        {
            Attach(left, node, asLeft: false);
        }
        else
        {
            Attach(left.Right.Leftmost(), node, asLeft: true);
        }

        node.Changed();
        while (node.Parent is not null && node.Parent.Priority < node.Priority)
        {
            RotateUp(node);
        }
    }

    public void Remove(T node)
    {
        while (node.Left is not null || node.Right is not null)
        {
            var child = node.Left is null || (node.Right is not null && node.Right.Priority > node.Left.Priority)
                ? node.Right!
                : node.Left;
            RotateUp(child);
        }

        var parent = node.Parent;
        Replace(parent, node, null);
        node.Parent = null;
        if (parent is not null)
        {
            parent.Changed();
        }
    }

    /// <summary>The node that holds the unit at a position by first lengths, and the unit's offset in it.</summary>
    public T Find(int position, out int offset)
    {
        Debug.Assert(position >= 0 && position < FirstLength, "The position must be inside the sequence.");
        var node = _root!;
        while (true)
        {
            var left = node.Left?.FirstSum ?? 0;
            if (position < left)
            {
                node = node.Left!;
            }
            else if (position < left + node.First)
            {
                offset = position - left;
                return node;
            }
            else
            {
                position -= left + node.First;
                node = node.Right!;
            }
        }
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        var count = 0;
        for (var node = FirstNode; node is not null; node = node.Next())
        {
            CheckNode(node);
            count++;
        }

        Debug.Assert(count == Count, "The root must count every node.");
    }

    private static void CheckNode(T node)
    {
        Debug.Assert(node.FirstSum == node.First + (node.Left?.FirstSum ?? 0) + (node.Right?.FirstSum ?? 0), "First sum.");
        Debug.Assert(node.SecondSum == node.Second + (node.Left?.SecondSum ?? 0) + (node.Right?.SecondSum ?? 0), "Second sum.");
        Debug.Assert(node.Left is null || ReferenceEquals(node.Left.Parent, node), "Left child's parent.");
        Debug.Assert(node.Right is null || ReferenceEquals(node.Right.Parent, node), "Right child's parent.");
        Debug.Assert(node.Parent is null || node.Parent.Priority >= node.Priority, "Heap order.");
    }

    private static void Attach(T parent, T node, bool asLeft)
    {
        node.Parent = parent;
        if (asLeft)
        {
            parent.Left = node;
        }
        else
        {
            parent.Right = node;
        }
    }

    private void RotateUp(T node)
    {
        var parent = node.Parent!;
        Replace(parent.Parent, parent, node);
        node.Parent = parent.Parent;
        if (ReferenceEquals(parent.Left, node))
        {
            parent.Left = node.Right;
            node.Right?.Parent = parent;
            node.Right = parent;
        }
        else
        {
            parent.Right = node.Left;
            node.Left?.Parent = parent;
            node.Left = parent;
        }

        parent.Parent = node;
        parent.Sum();
        node.Sum();
    }

    private void Replace(T? parent, T node, T? replacement)
    {
        if (parent is null)
        {
            _root = replacement;
        }
        else if (ReferenceEquals(parent.Left, node))
        {
            parent.Left = replacement;
        }
        else
        {
            parent.Right = replacement;
        }
    }

    private uint NextPriority()
    {
        // Xorshift32 (Marsaglia, "Xorshift RNGs").
        _priorityState ^= _priorityState << 13;
        _priorityState ^= _priorityState >> 17;
        _priorityState ^= _priorityState << 5;
        return _priorityState;
    }
}
