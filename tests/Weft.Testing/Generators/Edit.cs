namespace Weft.Testing.Generators;

/// <summary>One operation to be made.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Where">Where: a position or an item.</param>
/// <param name="Size">How much: a length or which key.</param>
/// <param name="What">Which content, value or attributes.</param>
public sealed record Edit(EditKind Kind, int Where, int Size, int What)
{
    /// <inheritdoc/>
    public override string ToString() => $"new Edit(EditKind.{Kind}, {Where}, {Size}, {What})";
}
