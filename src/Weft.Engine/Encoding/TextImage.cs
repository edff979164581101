namespace Weft.Engine;

/// <summary>One text of a <see cref="DocumentImage"/>.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">What it is; a text that was read belongs to the reader.</param>
/// <param name="HasSurrogates">Whether a surrogate was ever inserted, also when it is gone.</param>
internal sealed record TextImage(string Path, RichText Text, bool HasSurrogates);
