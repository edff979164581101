using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace Weft.Protocol;

/// <summary>A range of change ids, <c>[first, last]</c> on the wire (JOIN-7).</summary>
/// <param name="First">The first id.</param>
/// <param name="Last">The last id, inclusive.</param>
[JsonConverter(typeof(IdRangeConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct IdRange(long First, long Last)
{
    /// <summary>Whether the range holds an id.</summary>
    public bool Contains(long id) => First <= id && id <= Last;
}

internal sealed class IdRangeConverter : JsonConverter<IdRange>
{
    public override IdRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var range = new IdRange(ReadId(ref reader), ReadId(ref reader));
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? range : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, IdRange value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.First);
        writer.WriteNumberValue(value.Last);
        writer.WriteEndArray();
    }

    private static long ReadId(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id)
            ? id
            : throw new JsonException();
}
