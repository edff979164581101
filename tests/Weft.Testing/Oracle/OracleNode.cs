using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>One unit of a text in the tree of FugueMax, with everything that ever happened to it.</summary>
internal sealed class OracleNode
{
    /// <summary>The change that inserted it, and the index of the operation within that.</summary>
    public required OracleEvent Insertion { get; init; }

    /// <summary>The number of the event among its agent's events.</summary>
    public required long Sequence { get; init; }

    public required char Character { get; init; }

    public required JsonValue? Embed { get; init; }

    public required Properties Attributes { get; init; }

    /// <summary>The next unit that the author knew, or null for the end.</summary>
    public required OracleNode? RightOrigin { get; init; }

    public List<OracleNode> LeftChildren { get; } = [];

    public List<OracleNode> RightChildren { get; } = [];

    public List<OracleEvent> Deletions { get; } = [];
}
