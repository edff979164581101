using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Weft.Server.Files;

/// <summary>
/// SVG: XML whose root says the size. A document type is passed over unread: nothing is expanded or fetched. One that has scripts or handlers of events is refused,
/// though it would do nothing where it is shown: in an image, and from this server in a sandbox.
/// </summary>
internal static partial class SvgHeader
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>Pixels of a side when nothing is said, as browsers have it.</summary>
    private const int DefaultWidth = 300;
    private const int DefaultHeight = 150;

    /// <summary>A side that is longer is taken for a mistake.</summary>
    private const double MaxSide = 100_000;

    /// <summary>Elements within elements: a drawing has some, a trap thousands.</summary>
    private const int MaxDepth = 256;

    /// <summary>Whether the bytes begin as XML does.</summary>
    public static bool Begins(Stream bytes)
    {
        Span<byte> start = stackalloc byte[64];
        bytes.Position = 0;
        ReadOnlySpan<byte> read = start[..bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        read = (read.StartsWith("\uFEFF"u8) ? read[3..] : read).TrimStart(" \t\r\n"u8);
        return read.StartsWith("<?xml"u8) || read.StartsWith("<svg"u8) || read.StartsWith("<!--"u8) || read.StartsWith("<!DOCTYPE svg"u8);
    }

    public static PictureProblem? Read(Stream bytes, out PictureHeader? header)
    {
        header = null;
        bytes.Position = 0;
        try
        {
            using var xml = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false });
            if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName is not "svg" || xml.NamespaceURI is not Namespace)
            {
                return PictureProblem.WrongType;
            }

            var (width, height) = SizeOf(xml);
            do
            {
                if (xml.Depth > MaxDepth)
                {
                    return PictureProblem.Damaged;
                }

                if (xml.NodeType == XmlNodeType.Element && IsActive(xml))
                {
                    return PictureProblem.Active;
                }
            }
            while (xml.Read());
            header = new PictureHeader("image/svg+xml", width, height);
            return null;
        }
        catch (XmlException)
        {
            return PictureProblem.Damaged;
        }
    }

    private static bool IsActive(XmlReader xml)
    {
        var isActive = string.Equals(xml.LocalName, "script", StringComparison.OrdinalIgnoreCase);
        while (xml.MoveToNextAttribute())
        {
            isActive |= xml.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || xml.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase);
        }

        xml.MoveToElement();
        return isActive;
    }

    private static (int Width, int Height) SizeOf(XmlReader xml)
    {
        var box = xml.GetAttribute("viewBox")?.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var (boxWidth, boxHeight) = box is [_, _, var w, var h] ? (Number(w), Number(h)) : (null, null);
        return (Side(xml.GetAttribute("width"), boxWidth, DefaultWidth), Side(xml.GetAttribute("height"), boxHeight, DefaultHeight));
    }

    private static int Side(string? said, double? ofBox, int otherwise) => (int)Math.Ceiling(Length(said) ?? ofBox ?? otherwise);

    // Pixels, or a unit that is one at any screen; anything else, as 100%, says nothing here.
    private static double? Length(string? said) => said is not null && PixelLength().Match(said) is { Success: true } match
        ? Number(match.Groups["number"].Value) * (match.Groups["unit"].Value switch { "pt" => 4.0 / 3, "mm" => 96 / 25.4, "cm" => 96 / 2.54, "in" => 96, _ => 1 })
        : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxSide ? value : null;

    [GeneratedRegex(@"^\s*(?<number>[0-9.eE+-]+)(?<unit>px|pt|mm|cm|in)?\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PixelLength();
}
