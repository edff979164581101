using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The JSON of OpenJam's REST interface.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JamErrorDto))]
[JsonSerializable(typeof(JamMeDto))]
[JsonSerializable(typeof(JamSessionDto))]
[JsonSerializable(typeof(JamOkDto))]
[JsonSerializable(typeof(JamRoomDto))]
[JsonSerializable(typeof(JamRoomsDto))]
[JsonSerializable(typeof(JamMemberDto))]
[JsonSerializable(typeof(JamShareDto))]
[JsonSerializable(typeof(JamSavedDto))]
[JsonSerializable(typeof(JamExportDto))]
[JsonSerializable(typeof(JamUrlDto))]
[JsonSerializable(typeof(JamHealthDto))]
internal sealed partial class JamJson : JsonSerializerContext;
