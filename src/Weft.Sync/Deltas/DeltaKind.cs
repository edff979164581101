namespace Weft.Sync;

/// <summary>What a part of a <see cref="TextDelta"/> does.</summary>
public enum DeltaKind
{
    /// <summary>Goes over units of the old text, perhaps formatting them.</summary>
    Keep,

    /// <summary>Puts new content in.</summary>
    Insert,

    /// <summary>Leaves units of the old text out.</summary>
    Delete,
}
