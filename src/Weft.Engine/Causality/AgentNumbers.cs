using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// The numbers of agents by their names. Each name is asked for again and again, by each change that has it among its
/// parents: so in front of a dictionary lies a table with one place for names of the same ending, which needs no more
/// than a comparison.
/// </summary>
internal sealed class AgentNumbers
{
    private const int Ending = 4;

    private readonly Dictionary<string, int> _all = new(StringComparer.Ordinal);

    // Of the names of each place the one that was asked for last; twice as many places as names, or more.
    private Entry[] _recent = new Entry[4];

    /// <summary>How many agents there are.</summary>
    public int Count => _all.Count;

    /// <summary>The number of an agent; false when there is none of this name.</summary>
    public bool TryFind(string name, out int number)
    {
        ref var entry = ref _recent[PlaceOf(name)];
        if (string.Equals(entry.Name, name, StringComparison.Ordinal))
        {
            number = entry.Number;
            return true;
        }

        if (!_all.TryGetValue(name, out number))
        {
            return false;
        }

        entry = new Entry { Name = name, Number = number };
        return true;
    }

    /// <summary>Adds an agent of a new name.</summary>
    public void Add(string name, int number)
    {
        _all.Add(name, number);
        if (_recent.Length < 2 * _all.Count)
        {
            _recent = new Entry[2 * _recent.Length];
        }
    }

    /// <summary>Takes an agent out.</summary>
    public void Remove(string name)
    {
        _all.Remove(name);
        _recent[PlaceOf(name)] = default;
    }

    private int PlaceOf(string name)
    {
        var hash = (uint)name.Length;
        foreach (var unit in name.AsSpan(Math.Max(0, name.Length - Ending)))
        {
            hash = unchecked((hash * 31) + unit);
        }

        return (int)(hash & (uint)(_recent.Length - 1));
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public string? Name;
        public int Number;
    }
}
