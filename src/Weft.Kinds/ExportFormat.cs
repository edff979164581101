namespace Weft.Kinds;

/// <summary>A form in which a document can be taken out.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="ContentType">The media type of the file.</param>
public sealed record ExportFormat(string Name, string ContentType)
{
    /// <summary>The whole document with its history, as only this program reads it.</summary>
    public static ExportFormat Weft { get; } = new("weft", "application/octet-stream");

    /// <summary>The text without attributes, UTF-8.</summary>
    public static ExportFormat PlainText { get; } = new("txt", "text/plain; charset=utf-8");

    /// <summary>A drawing as Excalidraw opens it.</summary>
    public static ExportFormat Excalidraw { get; } = new("excalidraw", "application/vnd.excalidraw+json");

    /// <summary>An assembly as Optiverse opens it.</summary>
    public static ExportFormat Optiverse { get; } = new("optiverse", "application/json") { Extension = "json" };

    /// <summary>The file's extension without the dot. Default the name.</summary>
    public string Extension { get; init; } = Name;
}
