using System.Text.Json.Serialization;
using Weft.Server.Admin;
using Weft.Server.Files;

namespace Weft.Server.Rest;

/// <summary>The JSON of the REST interface, generated at compile time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DocumentDto))]
[JsonSerializable(typeof(DocumentListDto))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(InfoDto))]
[JsonSerializable(typeof(ProblemDto))]
[JsonSerializable(typeof(ServerDto))]
[JsonSerializable(typeof(RoomListDto))]
[JsonSerializable(typeof(SessionListDto))]
[JsonSerializable(typeof(AccountListDto))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(StorageDto))]
[JsonSerializable(typeof(FileDto))]
[JsonSerializable(typeof(LimitListDto))]
[JsonSerializable(typeof(Stream))]
internal sealed partial class RestJson : JsonSerializerContext;
