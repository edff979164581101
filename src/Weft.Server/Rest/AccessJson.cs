using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Server.Rest;

/// <summary>The JSON of sessions and accounts.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SessionDto))]
[JsonSerializable(typeof(IReadOnlyList<AccountSessionDto>))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(MemberListDto))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(LinkListDto))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(NewLinkDto))]
[JsonSerializable(typeof(RedeemRequest))]
[JsonSerializable(typeof(RedeemedDto))]
internal sealed partial class AccessJson : JsonSerializerContext;
