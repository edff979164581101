using System.Runtime.InteropServices;
using System.Text.Json;

namespace Weft.Kinds;

/// <summary>
/// The parts of an Excalidraw file that matter, found without building a tree of it: pictures make it long, and a tree takes many times the
/// memory of what it stands for.
/// </summary>
/// <param name="Type">What the file says it is; null when it says nothing.</param>
/// <param name="Elements">The JSON of the elements; empty when there is none.</param>
/// <param name="Files">The JSON of the pictures; empty when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DrawingParts(string? Type, ReadOnlyMemory<byte> Elements, ReadOnlyMemory<byte> Files)
{
    /// <summary>Finds the parts in an object.</summary>
    /// <returns>The parts; none of them when the JSON is something else.</returns>
    /// <exception cref="JsonException">It is no JSON, or nested too deep.</exception>
    public static DrawingParts Find(ReadOnlyMemory<byte> json)
    {
        var parts = default(DrawingParts);
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = KindLimits.DrawingDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            EnsureEnd(ref reader);
            return parts;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var type = reader.TokenType == JsonTokenType.String && name is "type" ? reader.GetString() : parts.Type;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = json[start..(int)reader.BytesConsumed];
            parts = name switch
            {
                "type" => parts with { Type = type },
                "elements" => parts with { Elements = value },
                "files" => parts with { Files = value },
                _ => parts,
            };
        }

        EnsureEnd(ref reader);
        return parts;
    }

    // Throws when something follows.
    private static void EnsureEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
