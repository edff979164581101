namespace Weft.Engine;

/// <summary>
/// A place between two units of a text that stays where it is while the text changes, on every replica. Where its
/// neighbour is deleted, it stands where that was.
/// </summary>
/// <param name="Path">The text.</param>
/// <param name="Version">The version that the position belongs to.</param>
/// <param name="Position">The place in that version, in UTF-16 code units.</param>
/// <param name="Bias">The neighbour that it holds on to. At the start, with <see cref="Engine.Bias.Left"/>, or at the
/// end, with <see cref="Engine.Bias.Right"/>, it stays at the start or end.</param>
public sealed record Anchor(string Path, Version Version, int Position, Bias Bias);
