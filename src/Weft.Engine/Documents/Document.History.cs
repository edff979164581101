namespace Weft.Engine;

/// <content>Questions about versions and the changes between them.</content>
public sealed partial class Document
{
    /// <summary>
    /// The version after the first so many changes in the order of arrival. Costs nothing but the version itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer changes.</exception>
    public Version VersionAt(int changeCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(changeCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changeCount, ChangeCount);
        return _graph.ToVersion(_graph.HeadsAt(changeCount));
    }

    /// <summary>The change that arrived as number <paramref name="index"/>, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Change ChangeAt(int index) => _changes[index];

    /// <summary>
    /// The changes that a replica with a version lacks, in an order in which it can merge them. Of the version's heads,
    /// those that this document does not know are passed over.
    /// </summary>
    public IEnumerable<Change> ChangesSince(Version known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var heads = new List<int>();
        foreach (var head in known.Heads)
        {
            if (_graph.TryFind(head, out var change))
            {
                heads.Add(change);
            }
        }

        var missing = new List<int>();
        _graph.Diff(_graph.Heads, _graph.Reduce(heads), missing, []);
        missing.Reverse();
        return missing.Select(index => _changes[index]).ToArray();
    }

    /// <summary>The smallest version that has both in its past.</summary>
    /// <exception cref="ArgumentException">The document does not contain one of them.</exception>
    public Version Union(Version a, Version b)
    {
        var both = new List<int>(Resolve(a));
        both.AddRange(Resolve(b));
        return _graph.ToVersion(_graph.Reduce(both));
    }

    /// <summary>Whether the document has everything that is in a version.</summary>
    public bool Contains(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        foreach (var head in version.Heads)
        {
            if (!_graph.TryFind(head, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The greatest clock in the past of a version; zero for the root.</summary>
    /// <exception cref="ArgumentException">The document does not contain the version.</exception>
    public HybridTimestamp ClockAt(Version version) => GreatestClock(Resolve(version));

    /// <summary>The number that the agent's next event will have here.</summary>
    public long NextSequence(string agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return _graph.NextSequence(agent);
    }

    /// <summary>Whether an item was ever added in the past of a version, deleted since or not.</summary>
    /// <exception cref="ArgumentException">The document does not contain the version.</exception>
    public bool HasSeen(Version version, ItemPath item)
    {
        var heads = Resolve(version);
        return _items.TryFind(item, out var state) && ItemStore.IsSeen(state, heads, -1, _graph);
    }

    private HybridTimestamp GreatestClock(int[] heads)
    {
        // Clocks grow along every path, so that the heads have the greatest ones.
        var greatest = HybridTimestamp.Zero;
        foreach (var head in heads)
        {
            var clock = _graph.StampOf(head).Clock;
            greatest = clock > greatest ? clock : greatest;
        }

        return greatest;
    }

    private int[] Resolve(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (ReferenceEquals(version, _version))
        {
            return _graph.Heads;
        }

        var heads = new List<int>(version.Heads.Length);
        foreach (var head in version.Heads)
        {
            if (!_graph.TryFind(head, out var change) || _graph.LastEventOf(change) != head)
            {
                throw new ArgumentException("The document does not contain this version.", nameof(version));
            }

            heads.Add(change);
        }

        return _graph.Reduce(heads);
    }
}
