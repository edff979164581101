using System.Diagnostics;
using System.Text;

namespace Weft.Engine;

/// <summary>
/// A mutable text with attributes and embedded objects. An edit costs O(log n). Not safe for use by several threads at
/// once.
/// </summary>
/// <remarks>
/// A rope: a balanced tree of short leaves, each with one set of attributes. It does not look at surrogate pairs; a
/// <see cref="Document"/> does, before it edits its texts.
/// </remarks>
public sealed class RichText : IReadOnlyText
{
    private readonly SequenceTree<TextLeaf> _leaves = new();

    /// <summary>An empty text.</summary>
    public RichText()
    {
    }

    /// <summary>A text of these runs, in their order.</summary>
    public static RichText From(IEnumerable<TextRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var text = new RichText();
        foreach (var run in runs)
        {
            if (run.Text is null)
            {
                text.InsertEmbed(text.Length, run.Embed ?? JsonValue.Null, run.Attributes);
            }
            else
            {
                text.Insert(text.Length, run.Text, run.Attributes);
            }
        }

        return text;
    }

    /// <inheritdoc/>
    public int Length => _leaves.FirstLength;

    /// <inheritdoc/>
    public char this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Length);
            var leaf = _leaves.Find(position, out var offset);
            return leaf.Text[offset];
        }
    }

    /// <summary>Inserts text that takes these attributes, nulls left out, and no others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    public void Insert(int position, string text, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(attributes);
        CheckRange(position, 0);
        attributes = attributes.WithoutNulls();
        var left = LeafBefore(position, out var offset);
        if (left is not null && left.CanTake(text.Length, attributes))
        {
            left.Insert(offset, text);
            left.Changed();
            CheckLeaf(left);
            return;
        }

        SplitAt(left, offset);
        for (var from = 0; from < text.Length; from += TextLeaf.Capacity)
        {
            var leaf = new TextLeaf(text.AsSpan(from, Math.Min(TextLeaf.Capacity, text.Length - from)), attributes);
            _leaves.InsertAfter(left, leaf);
            left = leaf;
        }

        JoinWithNext(left);
    }

    /// <summary>Inserts one embedded object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    public void InsertEmbed(int position, JsonValue embed, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        CheckRange(position, 0);
        var left = LeafBefore(position, out var offset);
        SplitAt(left, offset);
        _leaves.InsertAfter(left, new TextLeaf(embed, attributes.WithoutNulls()));
    }

    /// <summary>Deletes a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    public void Delete(int position, int length)
    {
        CheckRange(position, length);
        while (length > 0)
        {
            var leaf = _leaves.Find(position, out var offset);
            var count = Math.Min(length, leaf.First - offset);
            if (count == leaf.First)
            {
                _leaves.Remove(leaf);
            }
            else
            {
                leaf.Remove(offset, count);
                leaf.Changed();
            }

            length -= count;
        }

        JoinWithNext(LeafBefore(position, out _));
    }

    /// <summary>Sets one attribute of a range; a null value takes it away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    public void Format(int position, int length, string key, JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        CheckRange(position, length);
        if (length == 0)
        {
            return;
        }

        var before = LeafBefore(position, out var offset);
        SplitAt(before, offset);
        var last = LeafBefore(position + length, out offset)!;
        SplitAt(last, offset);
        var leaf = before is null ? _leaves.FirstNode! : before.Next()!;
        while (true)
        {
            leaf.Attributes = leaf.Attributes.Written(key, value);
            if (ReferenceEquals(leaf, last))
            {
                break;
            }

            leaf = leaf.Next()!;
        }

        JoinWithNext(last);
        JoinWithNext(before);
    }

    /// <inheritdoc/>
    public string Substring(int from, int length)
    {
        CheckRange(from, length);
        if (length == 0)
        {
            return "";
        }

        var result = new StringBuilder(length);
        var leaf = _leaves.Find(from, out var offset);
        while (true)
        {
            var count = Math.Min(length - result.Length, leaf.First - offset);
            result.Append(leaf.Text.Slice(offset, count));
            if (result.Length == length)
            {
                return result.ToString();
            }

            leaf = leaf.Next()!;
            offset = 0;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TextRun> Runs()
    {
        var pending = new StringBuilder();
        var attributes = Properties.Empty;
        for (var leaf = _leaves.FirstNode; leaf is not null; leaf = leaf.Next())
        {
            if (pending.Length > 0 && (leaf.Embed is not null || !leaf.Attributes.Equals(attributes)))
            {
                yield return new TextRun(pending.ToString(), null, attributes);
                pending.Clear();
            }

            attributes = leaf.Attributes;
            if (leaf.Embed is { } embed)
            {
                yield return new TextRun(null, embed, attributes);
            }
            else
            {
                pending.Append(leaf.Text);
            }
        }

        if (pending.Length > 0)
        {
            yield return new TextRun(pending.ToString(), null, attributes);
        }
    }

    /// <summary>A text of its own with the same content.</summary>
    public RichText Clone() => From(Runs());

    /// <summary>The whole text; an embed reads U+FFFC.</summary>
    public override string ToString() => Substring(0, Length);

    /// <summary>
    /// Throws or asserts when the text's structure is broken. Does nothing outside Debug. Costs O(n).
    /// </summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        _leaves.CheckInvariants();
        for (var leaf = _leaves.FirstNode; leaf is not null; leaf = leaf.Next())
        {
            CheckLeaf(leaf);
        }
    }

    /// <summary>Whether a range has any surrogate.</summary>
    internal bool HasSurrogates(int from, int length)
    {
        while (length > 0)
        {
            var leaf = _leaves.Find(from, out var offset);
            var count = Math.Min(length, leaf.First - offset);
            if (Utf16.HasSurrogates(leaf.Text.Slice(offset, count)))
            {
                return true;
            }

            from += count;
            length -= count;
        }

        return false;
    }

    [Conditional("DEBUG")]
    private static void CheckLeaf(TextLeaf leaf)
    {
        Debug.Assert(leaf.First is > 0 and <= TextLeaf.Capacity, "A leaf is neither empty nor too long.");
        Debug.Assert(leaf.Embed is null || leaf.First == 1, "An embed stands alone in its leaf.");
        Debug.Assert(leaf.Attributes.Values.All(value => !value.IsNull), "A text keeps no null attribute.");
    }

    /// <summary>
    /// The leaf with the unit in front of a position, and the position's offset in it; null at the start.
    /// </summary>
    private TextLeaf? LeafBefore(int position, out int offset)
    {
        offset = 0;
        if (position == 0)
        {
            return null;
        }

        var leaf = _leaves.Find(position - 1, out offset);
        offset++;
        return leaf;
    }

    private void SplitAt(TextLeaf? leaf, int offset)
    {
        if (leaf is null || offset == leaf.First)
        {
            return;
        }

        var right = leaf.SplitAt(offset);
        leaf.Changed();
        _leaves.InsertAfter(leaf, right);
    }

    private void JoinWithNext(TextLeaf? leaf)
    {
        if (leaf is null || leaf.Next() is not { Embed: null } next || !leaf.CanTake(next.First, next.Attributes))
        {
            return;
        }

        _leaves.Remove(next);
        leaf.Insert(leaf.First, next.Text);
        leaf.Changed();
        CheckLeaf(leaf);
    }

    private void CheckRange(int position, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)position + length, Length, nameof(position));
    }
}
