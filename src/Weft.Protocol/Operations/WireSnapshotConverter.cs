using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>Keeps the JSON of a snapshot for the next one who is sent it.</summary>
internal sealed class WireSnapshotConverter : JsonConverter<WireSnapshot>
{
    public override WireSnapshot? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, WireJson.Context.WireSnapshot);

    public override void Write(Utf8JsonWriter writer, WireSnapshot value, JsonSerializerOptions options)
    {
        value.Json ??= JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Context.WireSnapshot);
        writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
