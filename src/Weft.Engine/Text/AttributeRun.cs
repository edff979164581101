namespace Weft.Engine;

/// <summary>A stretch of a text with the same attributes, or one embed. Mutable: it lies in an array.</summary>
internal struct AttributeRun(int length, Properties attributes, JsonValue? embed)
{
    /// <summary>Its units; 1 for an embed.</summary>
    public int Length = length;

    /// <summary>Its attributes, without nulls.</summary>
    public Properties Attributes = attributes;

    /// <summary>The embedded object; null when it is text.</summary>
    public readonly JsonValue? Embed = embed;

    /// <summary>Whether text with these attributes belongs to this run, if it stands beside it.</summary>
    public readonly bool IsTextWith(Properties attributes) => Embed is null && Attributes.Equals(attributes);
}
