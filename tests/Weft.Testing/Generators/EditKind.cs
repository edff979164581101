namespace Weft.Testing.Generators;

/// <summary>What an edit does.</summary>
public enum EditKind
{
    /// <summary>Inserts text.</summary>
    Insert,

    /// <summary>Inserts an embed.</summary>
    Embed,

    /// <summary>Deletes a range.</summary>
    Delete,

    /// <summary>Formats a range.</summary>
    Format,

    /// <summary>Adds an item.</summary>
    Add,

    /// <summary>Writes a property.</summary>
    Set,

    /// <summary>Deletes an item.</summary>
    Remove,

    /// <summary>Restores an item.</summary>
    Restore,

    /// <summary>Clears a collection.</summary>
    Clear,
}
