namespace Weft.Testing.Traces;

/// <summary>Turns positions in code points into positions in UTF-16 units, following the edits of one author.</summary>
internal sealed class CodePointMap
{
    /// <summary>The positions, in code points, of those that take two units; ascending.</summary>
    private readonly List<int> _wide = [];

    public int ToUtf16(int position) => position + FirstAt(position);

    public void Delete(int position, int count)
    {
        var from = FirstAt(position);
        _wide.RemoveRange(from, FirstAt(position + count) - from);
        Shift(from, -count);
    }

    public void Insert(int position, string text)
    {
        var at = FirstAt(position);
        var inserted = new List<int>();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Utf16SequenceLength == 2)
            {
                inserted.Add(position + count);
            }

            count++;
        }

        Shift(at, count);
        _wide.InsertRange(at, inserted);
    }

    private int FirstAt(int position)
    {
        var index = _wide.BinarySearch(position);
        return index < 0 ? ~index : index;
    }

    private void Shift(int from, int by)
    {
        for (var i = from; i < _wide.Count; i++)
        {
            _wide[i] += by;
        }
    }
}
