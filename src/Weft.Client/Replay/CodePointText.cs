using System.Text;

namespace Weft.Client.Replay;

/// <summary>
/// Turns edits that count Unicode code points into edits that count UTF-16 code units. It keeps, in order, where the characters beyond the
/// Basic Multilingual Plane stand, and nothing of the others: an edit costs a binary search and moves only what stands behind it, so
/// ordinary texts cost nothing.
/// </summary>
public sealed class CodePointText
{
    private readonly List<int> _wide = [];

    /// <summary>The UTF-16 units between the text's beginning and a code point.</summary>
    /// <param name="position">A position in code points.</param>
    /// <returns>The same position in UTF-16 code units.</returns>
    public int ToUtf16(int position) => position + WideBefore(position);

    /// <summary>Notes an edit.</summary>
    /// <param name="position">Where, in code points.</param>
    /// <param name="deleted">How many code points go.</param>
    /// <param name="inserted">What comes.</param>
    public void Apply(int position, int deleted, string inserted)
    {
        ArgumentNullException.ThrowIfNull(inserted);
        var first = WideBefore(position);
        _wide.RemoveRange(first, WideBefore(position + deleted) - first);
        var added = new List<int>();
        var length = 0;
        foreach (var rune in inserted.EnumerateRunes())
        {
            if (!rune.IsBmp)
            {
                added.Add(position + length);
            }

            length++;
        }

        for (var i = first; i < _wide.Count; i++)
        {
            _wide[i] += length - deleted;
        }

        _wide.InsertRange(first, added);
    }

    private int WideBefore(int position)
    {
        var found = _wide.BinarySearch(position);
        return found < 0 ? ~found : found;
    }
}
