using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weft.Kinds;

/// <summary>The pictures of an Excalidraw drawing: the object <c>files</c>, in which each stands as a <c>data:</c> URL under the name that elements have for it.</summary>
internal static class DrawingFiles
{
    /// <summary>Reads the pictures that are asked for.</summary>
    /// <param name="json">The object, sound JSON; empty when the drawing has none.</param>
    /// <param name="names">The names that elements have for them.</param>
    /// <param name="files">The pictures by name.</param>
    /// <returns>Whether all of them that are there can be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, IReadOnlySet<string> names, out Dictionary<string, ImportedFile> files)
    {
        files = new Dictionary<string, ImportedFile>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return true;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!names.Contains(name))
            {
                reader.Skip();
            }
            else if (UrlIn(ref reader) is { } url && TryDecode(url, out var bytes))
            {
                files[name] = new ImportedFile(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    // Leaves the reader at the end of the value.
    private static string? UrlIn(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? url = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = reader.ValueTextEquals("dataURL"u8);
            reader.Read();
            url = isUrl && reader.TokenType == JsonTokenType.String ? reader.GetString() : url;
            reader.Skip();
        }

        return url;
    }

    // RFC 2397: data:[type][;base64],content
    private static bool TryDecode(string url, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!url.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            bytes = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url[(comma + 1)..]));
            return true;
        }

        var decoded = new byte[(url.Length - comma) / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(url.AsSpan(comma + 1), decoded, out var length))
        {
            return false;
        }

        bytes = decoded[..length];
        return true;
    }
}
