using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>One operation of a change (CHANGE-5, CHANGE-7). The cases are closed; <c>op</c> names them on the wire.</summary>
/// <param name="Path"><c>body</c>, <c>collection/id</c>, <c>collection/id/name</c>, or a collection for a clear (DOC-3).</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(TextOperation), "text")]
[JsonDerivedType(typeof(AddOperation), "add")]
[JsonDerivedType(typeof(UpdateOperation), "update")]
[JsonDerivedType(typeof(DeleteOperation), "delete")]
[JsonDerivedType(typeof(RestoreOperation), "restore")]
[JsonDerivedType(typeof(MoveOperation), "move")]
[JsonDerivedType(typeof(ResizeOperation), "resize")]
[JsonDerivedType(typeof(ReorderOperation), "reorder")]
[JsonDerivedType(typeof(LockOperation), "lock")]
[JsonDerivedType(typeof(ClearOperation), "clear")]
public abstract record WireOperation([property: JsonPropertyOrder(-1)] string Path);

/// <summary>Edits of one text. All offsets are those before the operation; ascending, not overlapping (CHANGE-5).</summary>
/// <param name="Path">The text.</param>
/// <param name="Changes">The edits.</param>
public sealed record TextOperation(string Path, ImmutableArray<TextEdit> Changes) : WireOperation(Path);

/// <summary>A new item.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Kind">What it is, for example <c>rectangle</c>.</param>
/// <param name="Properties">Its first properties; <c>null</c> means not there (DOC-4).</param>
public sealed record AddOperation(string Path, string Kind, IReadOnlyDictionary<string, RawJson> Properties)
    : WireOperation(Path);

/// <summary>Sets properties of an item; the others stay.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Properties">The new values; <c>null</c> removes one.</param>
public sealed record UpdateOperation(string Path, IReadOnlyDictionary<string, RawJson> Properties)
    : WireOperation(Path);

/// <summary>Deletes an item.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
public sealed record DeleteOperation(string Path) : WireOperation(Path);

/// <summary>Undoes a deletion.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Kind">From the server only: what the item is.</param>
/// <param name="Properties">From the server only: its properties.</param>
public sealed record RestoreOperation(
    string Path, string? Kind = null, IReadOnlyDictionary<string, RawJson>? Properties = null)
    : WireOperation(Path);

/// <summary>Sets the properties <c>x</c> and <c>y</c>. From clients only.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="X">Rightwards.</param>
/// <param name="Y">Downwards.</param>
public sealed record MoveOperation(string Path, double X, double Y) : WireOperation(Path);

/// <summary>Sets <c>width</c> and <c>height</c>, and <c>x</c> and <c>y</c> where given. From clients only.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Width">The new width.</param>
/// <param name="Height">The new height.</param>
/// <param name="X">The new left side, when it moved as well.</param>
/// <param name="Y">The new upper side, when it moved as well.</param>
public sealed record ResizeOperation(string Path, double Width, double Height, double? X = null, double? Y = null)
    : WireOperation(Path);

/// <summary>Sets the property <c>index</c>, which orders the items. From clients only.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Order">A fractional index.</param>
public sealed record ReorderOperation(string Path, string Order) : WireOperation(Path);

/// <summary>Sets the property <c>locked</c>. From clients only.</summary>
/// <param name="Path"><c>collection/id</c>.</param>
/// <param name="Locked">Whether the item is locked.</param>
public sealed record LockOperation(string Path, bool Locked) : WireOperation(Path);

/// <summary>Deletes every item of a collection that the author saw. From clients only.</summary>
/// <param name="Path">The collection.</param>
public sealed record ClearOperation(string Path) : WireOperation(Path);
