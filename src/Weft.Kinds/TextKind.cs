using System.Text;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>One text, <c>body</c>.</summary>
public sealed class TextKind : DocumentKind
{
    /// <summary>The path of the text.</summary>
    public const string Body = "body";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal TextKind()
    {
    }

    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override string Title => "Text";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts { get; } = [Body];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Collections { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<ExportFormat> ExportFormats { get; } = [ExportFormat.PlainText, ExportFormat.Weft];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ImportExtensions { get; } = [".txt", ".md"];

    private protected override KindViolation? CheckOwn(Operation operation) => operation switch
    {
        InsertText insert => CheckPath(insert.Path) ?? PropertyRules.CheckAttributes(insert.Attributes),
        InsertEmbed embed => CheckPath(embed.Path)
            ?? PropertyRules.CheckLength("embed", embed.Embed, KindLimits.AttributeLength)
            ?? PropertyRules.CheckAttributes(embed.Attributes),
        DeleteText delete => CheckPath(delete.Path),
        FormatText format => CheckPath(format.Path)
            ?? PropertyRules.CheckName(format.Key)
            ?? PropertyRules.CheckLength(format.Key, format.Value, KindLimits.AttributeLength),
        _ => new KindViolation(KindViolation.UnknownPath, "A text document has no items but comments, only the text 'body'."),
    };

    /// <inheritdoc/>
    public override ImportResult Import(ReadOnlyMemory<byte> file)
    {
        if (file.Length > KindLimits.TextFileBytes)
        {
            return new ImportRefused("file_too_large", $"A text file may have at most {KindLimits.TextFileBytes / 1024 / 1024} MiB.");
        }

        if (Decode(file.Span) is not { } text)
        {
            return new ImportRefused("not_text", "The file is not a text in UTF-8: save it as UTF-8 and try again.");
        }

        if (text.AsSpan().IndexOfAnyInRange('\0', '\u0008') >= 0)
        {
            return new ImportRefused("not_text", "The file holds control characters that no text has: it is a binary file.");
        }

        return new Imported(text.Length == 0 ? [] : [new InsertText(Body, 0, text, Properties.Empty)]);
    }

    private protected override byte[] ExportOwn(Document document, ExportFormat format) =>
        StrictUtf8.GetBytes(document.Text(Body).ToString()!);

    private static KindViolation? CheckPath(string path) => string.Equals(path, Body, StringComparison.Ordinal)
        ? null
        : new KindViolation(KindViolation.UnknownPath, "A text document has only the text 'body'.");

    // Editors count a line break as one character, whatever the file wrote.
    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var content = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        try
        {
            return StrictUtf8.GetString(content).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
