using System.Runtime.InteropServices;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>One part of a <see cref="TextDelta"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeltaPart
{
    private DeltaPart(DeltaKind kind, int length, string? text, JsonValue? embed, Properties attributes)
    {
        Kind = kind;
        Length = length;
        Text = text;
        Embed = embed;
        Attributes = attributes;
    }

    /// <summary>What the part does.</summary>
    public DeltaKind Kind { get; }

    /// <summary>UTF-16 code units: of the old text for keep and delete, of the new one for insert.</summary>
    public int Length { get; }

    /// <summary>The inserted text, or null.</summary>
    public string? Text { get; }

    /// <summary>The inserted object, or null.</summary>
    public JsonValue? Embed { get; }

    /// <summary>Of an insert, the attributes; of a keep, the changes of format, null values removing.</summary>
    public Properties Attributes { get; }

    /// <summary>Goes over units without a change.</summary>
    public static DeltaPart Keep(int length) => Keep(length, Properties.Empty);

    /// <summary>Goes over units and formats them.</summary>
    public static DeltaPart Keep(int length, Properties attributes) => new(DeltaKind.Keep, length, null, null, attributes);

    /// <summary>Leaves units out.</summary>
    public static DeltaPart Delete(int length) => new(DeltaKind.Delete, length, null, null, Properties.Empty);

    /// <summary>Puts text in.</summary>
    public static DeltaPart Insert(string text, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DeltaPart(DeltaKind.Insert, text.Length, text, null, attributes);
    }

    /// <summary>Puts one object in.</summary>
    public static DeltaPart Insert(JsonValue embed, Properties attributes) =>
        new(DeltaKind.Insert, 1, null, embed, attributes);

    /// <summary>Puts a run in.</summary>
    public static DeltaPart Insert(TextRun run) =>
        run.Text is { } text ? Insert(text, run.Attributes) : Insert(run.Embed!.Value, run.Attributes);

    /// <summary>Whether the part changes nothing.</summary>
    internal bool IsPlainKeep => Kind == DeltaKind.Keep && Attributes.Count == 0;

    internal DeltaPart Slice(int from, int length) =>
        new(Kind, length, Text?.Substring(from, length), Embed, Attributes);

    internal DeltaPart With(Properties attributes) => new(Kind, Length, Text, Embed, attributes);

    /// <summary>Whether the next part could be one with this, because both do the same.</summary>
    internal bool CanJoin(DeltaPart next) =>
        Kind == next.Kind && Embed is null && next.Embed is null && Attributes.Equals(next.Attributes);

    /// <summary>The same for more units; of an insert the text is to be given.</summary>
    internal DeltaPart Longer(int by) => new(Kind, Length + by, Text, Embed, Attributes);
}
