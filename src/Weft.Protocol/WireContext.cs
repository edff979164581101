using System.Text.Json.Serialization;

namespace Weft.Protocol;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = Limits.MaxDepth,
    UseStringEnumConverter = true,
    Converters = [typeof(RawPropertiesConverter)])]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ServerMessage))]
[JsonSerializable(typeof(WireSnapshot))]
internal sealed partial class WireContext : JsonSerializerContext;
