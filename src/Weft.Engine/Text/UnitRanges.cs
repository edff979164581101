namespace Weft.Engine;

/// <summary>A set of units, gathered as ranges in any order and then asked.</summary>
internal sealed class UnitRanges
{
    private readonly List<UnitRange> _ranges = [];
    private bool _isSorted = true;

    /// <summary>How many ranges were added.</summary>
    public int Count => _ranges.Count;

    /// <summary>The ranges as they are now.</summary>
    public IReadOnlyList<UnitRange> All => _ranges;

    /// <summary>Adds a range that shares no unit with the others.</summary>
    public void Add(int first, int length)
    {
        if (_ranges.Count > 0 && _ranges[^1].End == first)
        {
            _ranges[^1] = new UnitRange(_ranges[^1].First, _ranges[^1].Length + length);
            return;
        }

        _isSorted &= _ranges.Count == 0 || _ranges[^1].First < first;
        _ranges.Add(new UnitRange(first, length));
    }

    /// <summary>Adds the ranges of another set.</summary>
    public void AddAll(UnitRanges other)
    {
        foreach (var range in other._ranges)
        {
            Add(range.First, range.Length);
        }
    }

    /// <summary>Adds the units before which segments must end, so that each is within a range or outside all.</summary>
    public void AddCuts(List<int> cuts)
    {
        foreach (var range in _ranges)
        {
            cuts.Add(range.First);
            cuts.Add(range.End);
        }
    }

    /// <summary>Whether a unit is in a range, and how many from it on have the same answer, at most so many.</summary>
    public bool Contains(int unit, ref int length)
    {
        if (!_isSorted)
        {
            _ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
            _isSorted = true;
        }

        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ranges[middle].End > unit)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        if (low == _ranges.Count)
        {
            return false;
        }

        var isIn = _ranges[low].First <= unit;
        length = Math.Min(length, (isIn ? _ranges[low].End : _ranges[low].First) - unit);
        return isIn;
    }

    /// <summary>Whether a unit is in a range.</summary>
    public bool Contains(int unit)
    {
        var length = 1;
        return Contains(unit, ref length);
    }
}
