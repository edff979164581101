namespace Weft.Engine;

/// <summary>Units before which segments end; sorted once, then asked in any order.</summary>
internal sealed class UnitCuts
{
    private readonly int[] _units;

    public UnitCuts(List<int> units)
    {
        _units = [.. units];
        _units.AsSpan().Sort();
    }

    /// <summary>How many units from one on have no cut among them, at most so many.</summary>
    public int LengthFrom(int unit, int length)
    {
        int low = 0, high = _units.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_units[middle] > unit)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _units.Length ? Math.Min(length, _units[low] - unit) : length;
    }
}
