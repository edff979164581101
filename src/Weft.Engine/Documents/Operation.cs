namespace Weft.Engine;

/// <summary>
/// One thing that an author did, in the coordinates of the document that the author saw after the operations before it
/// in the same change. A text is named by its path, any non-empty string; positions and lengths count UTF-16 code
/// units, an embed counts 1.
/// </summary>
public abstract record Operation
{
    private protected Operation()
    {
    }

    /// <summary>How many events it is: one per inserted or deleted unit, one for anything else.</summary>
    public virtual int EventCount => 1;
}

/// <summary>
/// Inserts text; its units take these attributes and no others. The text is not empty and has no lone surrogate.
/// </summary>
public sealed record InsertText(string Path, int Position, string Text, Properties Attributes) : Operation
{
    /// <inheritdoc/>
    public override int EventCount => Text.Length;
}

/// <summary>Inserts one embedded object.</summary>
public sealed record InsertEmbed(string Path, int Position, JsonValue Embed, Properties Attributes) : Operation;

/// <summary>Deletes a range of at least one unit.</summary>
public sealed record DeleteText(string Path, int Position, int Length) : Operation
{
    /// <inheritdoc/>
    public override int EventCount => Length;
}

/// <summary>
/// Sets one attribute of a range of at least one unit, and of what others insert concurrently strictly between its
/// ends. A null value takes the attribute away.
/// </summary>
public sealed record FormatText(string Path, int Position, int Length, string Key, JsonValue Value) : Operation;

/// <summary>
/// Adds an item whose id its author had not seen in use. In a transformed change: the item is there with exactly this
/// kind and these properties, whatever was there before.
/// </summary>
public sealed record AddItem(ItemPath Path, string Kind, Properties Properties) : Operation;

/// <summary>Writes properties of an item; null takes a property away.</summary>
public sealed record SetProperties(ItemPath Path, Properties Properties) : Operation;

/// <summary>Deletes an item, against all concurrent writes of its properties.</summary>
public sealed record DeleteItem(ItemPath Path) : Operation;

/// <summary>Undoes the deletion of an item.</summary>
public sealed record RestoreItem(ItemPath Path) : Operation;

/// <summary>
/// What a <see cref="RestoreItem"/> comes to in a transformed change: the item is there again. Not valid in a change.
/// </summary>
public sealed record RestoredItem(ItemPath Path, string Kind, Properties Properties) : Operation;

/// <summary>Deletes every item of a collection that the author had seen.</summary>
public sealed record ClearItems(string Collection) : Operation;
