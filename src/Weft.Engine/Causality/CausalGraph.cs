using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// The graph of changes: who made which, and what each had in its past. A change is named here by its index in the
/// order of arrival, which is a topological order: parents have smaller indexes. A version is a sorted array of indexes
/// of which none is in the past of another.
/// </summary>
/// <remarks>
/// A change is <em>critical</em> when everything before it in arrival order is in its past, and everything after it
/// descends from it. Nothing before a critical change has to be looked at to merge what comes after. They are kept as a
/// stack of ranges: a change whose parents are the heads is critical, and stays so until a change comes that does not
/// descend from it.
/// </remarks>
internal sealed class CausalGraph
{
    private static readonly int[] _root = [];

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, List<int>> _agents = new(StringComparer.Ordinal);
    private readonly List<(int First, int Last)> _critical = [];

    // Scratch space of the searches below, empty between them.
    private readonly Stack<int> _stack = new();
    private readonly HashSet<int> _visited = [];
    private readonly PriorityQueue<int, int> _queue = new();
    private readonly Dictionary<int, Sides> _sides = [];

    [Flags]
    private enum Sides : byte
    {
        Left = 1,
        Right = 2,
        Both = 3,
    }

    public int Count => _nodes.Count;

    /// <summary>The version of all changes.</summary>
    public int[] Heads { get; private set; } = _root;

    public Stamp StampOf(int change) => new(_nodes[change].Clock, _nodes[change].Agent);

    public int[] ParentsOf(int change) => _nodes[change].Parents;

    public EventId LastEventOf(int change) => new(_nodes[change].Agent, _nodes[change].End - 1);

    /// <summary>The version of the first so many changes.</summary>
    public int[] HeadsAt(int count) => count == 0 ? _root : _nodes[count - 1].HeadsAfter;

    public long NextSequence(string agent) =>
        _agents.TryGetValue(agent, out var changes) ? _nodes[changes[^1]].End : 0;

    /// <summary>Adds a change with resolved parents, and gives its index.</summary>
    public int Add(Change change, int[] parents)
    {
        var index = _nodes.Count;
        UpdateCritical(index, parents);
        Heads = HeadsWith(index, parents);
        _nodes.Add(new Node(change.Agent, change.Sequence, change.Sequence + change.Length, change.Clock, parents, Heads));
        if (!_agents.TryGetValue(change.Agent, out var changes))
        {
            _agents.Add(change.Agent, changes = []);
        }

        changes.Add(index);
        return index;
    }

    /// <summary>The change that an event belongs to; false when the event has not arrived.</summary>
    public bool TryFind(EventId id, out int change)
    {
        change = -1;
        if (id.Sequence < 0 || !_agents.TryGetValue(id.Agent, out var changes) || id.Sequence >= _nodes[changes[^1]].End)
        {
            return false;
        }

        int low = 0, high = changes.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_nodes[changes[middle]].Sequence <= id.Sequence)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        change = changes[low];
        return true;
    }

    public Version ToVersion(int[] heads)
    {
        var names = new EventId[heads.Length];
        for (var i = 0; i < heads.Length; i++)
        {
            names[i] = LastEventOf(heads[i]);
        }

        Array.Sort(names);
        return Version.OfSorted(ImmutableCollectionsMarshal.AsImmutableArray(names));
    }

    /// <summary>Takes out of a list of changes those that are in the past of others, and sorts the rest.</summary>
    public int[] Reduce(List<int> changes)
    {
        switch (changes.Count)
        {
            case 0:
                return _root;
            case 1:
                return [changes[0]];
        }

        changes.Sort();
        var least = changes[0];
        foreach (var change in changes)
        {
            Push(_nodes[change].Parents, least);
        }

        while (_stack.TryPop(out var change))
        {
            Push(_nodes[change].Parents, least);
        }

        var heads = new List<int>();
        foreach (var change in changes)
        {
            if (!_visited.Contains(change) && (heads.Count == 0 || heads[^1] != change))
            {
                heads.Add(change);
            }
        }

        _visited.Clear();
        return [.. heads];
    }

    /// <summary>Whether a change is in a version.</summary>
    public bool Contains(int[] heads, int change)
    {
        if (heads.Length == 0 || change > heads[^1])
        {
            return false;
        }

        if (change <= LatestCritical(heads[^1]) || Array.BinarySearch(heads, change) >= 0)
        {
            return true;
        }

        Push(heads, change);
        var found = false;
        while (!found && _stack.TryPop(out var at))
        {
            // An agent's changes form one chain.
            found = at == change || string.Equals(_nodes[at].Agent, _nodes[change].Agent, StringComparison.Ordinal);
            Push(_nodes[at].Parents, change);
        }

        _stack.Clear();
        _visited.Clear();
        return found;
    }

    /// <summary>Adds to the lists what is in one version only, the newest first.</summary>
    public void Diff(int[] left, int[] right, List<int> onlyLeft, List<int> onlyRight)
    {
        var oneSided = 0;
        foreach (var change in left)
        {
            Mark(change, Sides.Left, ref oneSided);
        }

        foreach (var change in right)
        {
            Mark(change, Sides.Right, ref oneSided);
        }

        // Once all that is left to visit is in both, so is everything below it.
        while (oneSided > 0)
        {
            var change = _queue.Dequeue();
            _sides.Remove(change, out var sides);
            if (sides != Sides.Both)
            {
                oneSided--;
                (sides == Sides.Left ? onlyLeft : onlyRight).Add(change);
            }

            foreach (var parent in _nodes[change].Parents)
            {
                Mark(parent, sides, ref oneSided);
            }
        }

        _queue.Clear();
        _sides.Clear();
    }

    /// <summary>The latest critical change not after a change, or -1 for the root, which is critical always.</summary>
    public int LatestCritical(int notAfter)
    {
        for (var i = _critical.Count - 1; i >= 0; i--)
        {
            if (_critical[i].First <= notAfter)
            {
                return Math.Min(_critical[i].Last, notAfter);
            }
        }

        return -1;
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        for (var i = 0; i < Heads.Length; i++)
        {
            Debug.Assert(i == 0 || Heads[i - 1] < Heads[i], "Heads are sorted.");
        }

        for (var i = 1; i < _critical.Count; i++)
        {
            Debug.Assert(_critical[i - 1].Last + 1 < _critical[i].First, "Critical ranges are apart and ascending.");
        }
    }

    private int[] HeadsWith(int index, int[] parents)
    {
        var heads = new List<int>(Heads.Length + 1);
        foreach (var head in Heads)
        {
            if (Array.BinarySearch(parents, head) < 0)
            {
                heads.Add(head);
            }
        }

        heads.Add(index);
        return [.. heads];
    }

    private void UpdateCritical(int index, int[] parents)
    {
        if (parents.AsSpan().SequenceEqual(Heads))
        {
            if (_critical.Count > 0 && _critical[^1].Last == index - 1)
            {
                _critical[^1] = (_critical[^1].First, index);
            }
            else
            {
                _critical.Add((index, index));
            }

            return;
        }

        // A critical change is in the past of the new one just when one of the parents is not before it.
        var latest = parents.Length == 0 ? -1 : parents[^1];
        while (_critical.Count > 0 && _critical[^1].Last > latest)
        {
            var (first, _) = _critical[^1];
            _critical.RemoveAt(_critical.Count - 1);
            if (first <= latest)
            {
                _critical.Add((first, latest));
            }
        }
    }

    private void Push(int[] changes, int least)
    {
        foreach (var change in changes)
        {
            if (change >= least && _visited.Add(change))
            {
                _stack.Push(change);
            }
        }
    }

    private void Mark(int change, Sides sides, ref int oneSided)
    {
        if (!_sides.TryGetValue(change, out var before))
        {
            _sides.Add(change, sides);
            _queue.Enqueue(change, -change);
            oneSided += sides == Sides.Both ? 0 : 1;
        }
        else if ((before | sides) != before)
        {
            _sides[change] = Sides.Both;
            oneSided--;
        }
    }

    private readonly record struct Node(
        string Agent, long Sequence, long End, HybridTimestamp Clock, int[] Parents, int[] HeadsAfter);
}
