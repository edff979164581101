using System.Collections.Immutable;

namespace Weft.Engine;

/// <summary>
/// A causally closed set of events, named by its heads: the events that no other event of the set follows. Immutable,
/// compared by value.
/// </summary>
public sealed class Version : IEquatable<Version>
{
    private Version(ImmutableArray<EventId> heads) => Heads = heads;

    /// <summary>The version of the empty document: no events.</summary>
    public static Version Root { get; } = new([]);

    /// <summary>The heads, sorted and without repetition.</summary>
    public ImmutableArray<EventId> Heads { get; }

    /// <summary>
    /// The version with these heads, in any order. Whether one lies in another's past is for a document to know.
    /// </summary>
    public static Version Of(params IEnumerable<EventId> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        var sorted = heads.Distinct().Order().ToImmutableArray();
        return sorted.IsEmpty ? Root : new Version(sorted);
    }

    /// <summary>The version with these heads, which are sorted and differ from each other.</summary>
    internal static Version OfSorted(ImmutableArray<EventId> heads) => heads.IsEmpty ? Root : new Version(heads);

    /// <inheritdoc/>
    public bool Equals(Version? other) =>
        other is not null && (ReferenceEquals(this, other) || Heads.AsSpan().SequenceEqual(other.Heads.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Version);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var head in Heads)
        {
            hash.Add(head);
        }

        return hash.ToHashCode();
    }

    /// <summary>The heads as <c>agent@sequence</c>, separated by spaces; <c>root</c> for none.</summary>
    public override string ToString() =>
        Heads.IsEmpty ? "root" : string.Join(' ', Heads.Select(head => FormattableString.Invariant($"{head.Agent}@{head.Sequence}")));

    /// <summary>Whether both have the same heads.</summary>
    public static bool operator ==(Version? left, Version? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the heads differ.</summary>
    public static bool operator !=(Version? left, Version? right) => !(left == right);
}
