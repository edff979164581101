namespace Weft.Engine;

/// <summary>A stretch of a text with the same attributes: text, or one embedded object.</summary>
/// <param name="Text">The text; null when it is an embed.</param>
/// <param name="Embed">The embedded object; null when it is text.</param>
/// <param name="Attributes">The attributes, without nulls.</param>
public sealed record TextRun(string? Text, JsonValue? Embed, Properties Attributes)
{
    /// <summary>The length in UTF-16 code units; an embed counts 1.</summary>
    public int Length => Text?.Length ?? 1;
}
