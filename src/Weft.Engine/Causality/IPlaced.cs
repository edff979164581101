namespace Weft.Engine;

/// <summary>
/// An item of a column that is sorted by a number. Only ever a constraint on structs, so that calls are direct.
/// </summary>
internal interface IPlaced
{
    /// <summary>The first number that the item is about.</summary>
    int Place { get; }
}
