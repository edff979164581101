namespace Weft.Engine;

/// <summary>Names an item: <c>elements/9f3</c>.</summary>
/// <param name="Collection">The collection, not empty.</param>
/// <param name="Id">The item's id within its collection, not empty.</param>
public readonly record struct ItemPath(string Collection, string Id)
{
    /// <summary><c>collection/id</c>.</summary>
    public override string ToString() => $"{Collection}/{Id}";
}
