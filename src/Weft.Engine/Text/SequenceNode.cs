namespace Weft.Engine;

/// <summary>An element of a <see cref="SequenceTree{T}"/>, with two lengths that the tree sums up.</summary>
internal abstract class SequenceNode<T>
    where T : SequenceNode<T>
{
    /// <summary>
    /// The length that counts for finding: of a rope's leaf its units, of a walker's piece what the author sees.
    /// </summary>
    public int First { get; protected set; }

    /// <summary>A second length, summed beside the first: of a walker's piece what the merged document shows.</summary>
    public int Second { get; protected set; }

    internal T? Left { get; set; }

    internal T? Right { get; set; }

    internal T? Parent { get; set; }

    internal uint Priority { get; set; }

    internal int FirstSum { get; set; }

    internal int SecondSum { get; set; }

    internal int CountSum { get; set; }

    /// <summary>The node after this one.</summary>
    public T? Next()
    {
        if (Right is not null)
        {
            return Right.Leftmost();
        }

        SequenceNode<T> at = this;
        while (at.Parent is { } parent && ReferenceEquals(parent.Right, at))
        {
            at = parent;
        }

        return at.Parent;
    }

    /// <summary>How many nodes stand in front of this one.</summary>
    public int IndexInSequence()
    {
        var count = Left?.CountSum ?? 0;
        SequenceNode<T> at = this;
        for (; at.Parent is { } parent; at = parent)
        {
            if (ReferenceEquals(parent.Right, at))
            {
                count += parent.CountSum - at.CountSum;
            }
        }

        return count;
    }

    /// <summary>The summed first lengths of all nodes in front of this one.</summary>
    public int FirstBefore()
    {
        var sum = Left?.FirstSum ?? 0;
        SequenceNode<T> at = this;
        for (; at.Parent is { } parent; at = parent)
        {
            if (ReferenceEquals(parent.Right, at))
            {
                sum += parent.FirstSum - at.FirstSum;
            }
        }

        return sum;
    }

    /// <summary>The summed second lengths of all nodes in front of this one.</summary>
    public int SecondBefore()
    {
        var sum = Left?.SecondSum ?? 0;
        SequenceNode<T> at = this;
        for (; at.Parent is { } parent; at = parent)
        {
            if (ReferenceEquals(parent.Right, at))
            {
                sum += parent.SecondSum - at.SecondSum;
            }
        }

        return sum;
    }

    /// <summary>Brings the tree's sums up to date after the lengths of this node have changed.</summary>
    internal void Changed()
    {
        for (SequenceNode<T>? at = this; at is not null; at = at.Parent)
        {
            at.Sum();
        }
    }

    internal void Sum()
    {
        FirstSum = First + (Left?.FirstSum ?? 0) + (Right?.FirstSum ?? 0);
        SecondSum = Second + (Left?.SecondSum ?? 0) + (Right?.SecondSum ?? 0);
        CountSum = 1 + (Left?.CountSum ?? 0) + (Right?.CountSum ?? 0);
    }

    internal T Leftmost()
    {
        var node = (T)this;
        while (node.Left is not null)
        {
            node = node.Left;
        }

        return node;
    }
}
