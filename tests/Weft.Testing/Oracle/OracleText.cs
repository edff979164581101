using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>
/// A text as the tree of FugueMax (M. Weidner, M. Kleppmann, "The Art of the Fugue", algorithm 1 and section 5), one
/// node a unit, with a list of everything that was ever formatted. Everything is looked up by walking the whole tree.
/// </summary>
internal sealed class OracleText
{
    private readonly OracleNode _root = new()
    {
        Insertion = null!, Sequence = -1, Character = '\0', Embed = null, Attributes = Properties.Empty, RightOrigin = null,
    };

    private readonly List<(OracleEvent Event, FormatText Format, OracleNode First, OracleNode Last)> _formats = [];

    /// <summary>
    /// The units that are visible to somebody for whom <paramref name="isSeen"/> holds for what they have seen.
    /// </summary>
    public List<OracleNode> Visible(Func<OracleEvent, bool> isSeen) =>
        Traverse().Where(node => isSeen(node.Insertion) && !node.Deletions.Any(isSeen)).ToList();

    /// <summary>All units ever, deleted ones too, in the order of the tree.</summary>
    public List<OracleNode> Traverse()
    {
        var nodes = new List<OracleNode>();
        foreach (var child in _root.RightChildren)
        {
            Traverse(child, nodes);
        }

        return nodes;
    }

    public RefusalReason? Apply(OracleEvent at, Operation operation, ref long sequence)
    {
        var view = Visible(at.Saw);
        if (Judge(view, operation) is { } reason)
        {
            return reason;
        }

        switch (operation)
        {
            case InsertText insert:
                for (var i = 0; i < insert.Text.Length; i++)
                {
                    var node = Insert(at, view, insert.Position + i, insert.Text[i], null, insert.Attributes, sequence++);
                    view.Insert(insert.Position + i, node);
                }

                break;
            case InsertEmbed insert:
                Insert(at, view, insert.Position, '\uFFFC', insert.Embed, insert.Attributes, sequence++);
                break;
            case DeleteText delete:
                view.GetRange(delete.Position, delete.Length).ForEach(node => node.Deletions.Add(at));
                sequence += delete.Length;
                break;
            case FormatText format:
                _formats.Add((at, format, view[format.Position], view[format.Position + format.Length - 1]));
                sequence++;
                break;
        }

        return null;
    }

    /// <summary>What a unit's attributes are for somebody who has seen so much.</summary>
    public Properties AttributesOf(OracleNode node, List<OracleNode> order, Func<OracleEvent, bool> isSeen)
    {
        var attributes = node.Attributes;
        var place = order.IndexOf(node);
        var writes = node.Attributes.Keys.ToDictionary(key => key, _ => node.Insertion, StringComparer.Ordinal);
        foreach (var (at, format, first, last) in _formats)
        {
            var covers = order.IndexOf(first) <= place && place <= order.IndexOf(last) && !node.Insertion.Saw(at);
            if (isSeen(at) && covers && at.Beats(writes.GetValueOrDefault(format.Key)))
            {
                writes[format.Key] = at;
                attributes = attributes.With(format.Key, format.Value);
            }
        }

        return attributes.WithoutNulls();
    }

    private static RefusalReason? Judge(List<OracleNode> view, Operation operation)
    {
        var (from, length) = operation switch
        {
            InsertText insert => (insert.Position, 0),
            InsertEmbed insert => (insert.Position, 0),
            DeleteText delete => (delete.Position, delete.Length),
            FormatText format => (format.Position, format.Length),
            _ => throw new InvalidOperationException(),
        };
        if ((long)from + length > view.Count)
        {
            return RefusalReason.OutOfRange;
        }

        return IsInsidePair(view, from) || IsInsidePair(view, from + length) ? RefusalReason.SplitsSurrogate : null;
    }

    private static bool IsInsidePair(List<OracleNode> view, int position) =>
        position > 0 && position < view.Count
        && char.IsSurrogatePair(view[position - 1].Character, view[position].Character);

    private static void Traverse(OracleNode node, List<OracleNode> nodes)
    {
        foreach (var child in node.LeftChildren)
        {
            Traverse(child, nodes);
        }

        nodes.Add(node);
        foreach (var child in node.RightChildren)
        {
            Traverse(child, nodes);
        }
    }

    private OracleNode Insert(
        OracleEvent at, List<OracleNode> view, int position, char character, JsonValue? embed, Properties attributes, long sequence)
    {
        // What the same operation inserted before counts as known: each unit is inserted by itself.
        bool IsKnown(OracleNode node) => at.Saw(node.Insertion) || node.Insertion == at;

        var order = Traverse();
        var leftOrigin = position == 0 ? _root : view[position - 1];
        var rightOrigin = order.Skip(order.IndexOf(leftOrigin) + 1).FirstOrDefault(IsKnown);
        var node = new OracleNode
        {
            Insertion = at, Sequence = sequence, Character = character, Embed = embed, Attributes = attributes, RightOrigin = rightOrigin,
        };
        if (leftOrigin.RightChildren.Any(IsKnown))
        {
            // Somebody stands between already, so the right origin is a descendant of the left one.
            InsertSorted(rightOrigin!.LeftChildren, node, (a, b) => CompareIds(a, b));
        }
        else
        {
            InsertSorted(leftOrigin.RightChildren, node, (a, b) => CompareRightSiblings(order, a, b));
        }

        return node;
    }

    private static void InsertSorted(List<OracleNode> siblings, OracleNode node, Comparison<OracleNode> compare)
    {
        siblings.Add(node);
        siblings.Sort(compare);
    }

    /// <summary>In the reverse order of their right origins, then by id.</summary>
    private static int CompareRightSiblings(List<OracleNode> order, OracleNode a, OracleNode b)
    {
        var byOrigin = Place(b.RightOrigin).CompareTo(Place(a.RightOrigin));
        return byOrigin != 0 ? byOrigin : CompareIds(a, b);

        int Place(OracleNode? origin) => origin is null ? int.MaxValue : order.IndexOf(origin);
    }

    private static int CompareIds(OracleNode a, OracleNode b)
    {
        var byAgent = string.CompareOrdinal(a.Insertion.Change.Agent, b.Insertion.Change.Agent);
        return byAgent != 0 ? byAgent : a.Sequence.CompareTo(b.Sequence);
    }
}
