namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// The names of what OpenJam has and Excalidraw has not, as properties of a board's item. Excalidraw, and whoever else edits the item, leaves
/// them alone.
/// </summary>
internal static class JamNames
{
    /// <summary>Before the name of a field that nothing else of the item says: <c>openjam:widgetData</c>.</summary>
    public const string Own = "openjam:";

    /// <summary>
    /// Before the name of a field that Excalidraw says otherwise, or less exactly: <c>openjam~shapeType</c>. Its value is an object: what OpenJam
    /// says (<c>openjam</c>), and what the item said at that time (<c>board</c>). It holds for as long as the item says that.
    /// </summary>
    public const string Exact = "openjam~";

    /// <summary>The element's type, where the item's kind alone would make it another.</summary>
    public const string Type = "openjam.type";

    /// <summary>Of an element with a text: the id of the item that was made for it last.</summary>
    public const string Label = "openjam.label";

    /// <summary>Of such an item, where Excalidraw cannot bind it: the id of the item that it is the text of.</summary>
    public const string LabelOf = "openjam.labelOf";

    /// <summary>In <see cref="Exact"/>: what the item said.</summary>
    public const string Board = "board";

    /// <summary>In <see cref="Exact"/>: what OpenJam says.</summary>
    public const string OpenJam = "openjam";
}
