using System.Text.Json.Serialization;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>A board.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Name">Its title.</param>
/// <param name="OwnerId">The person who was its admin first.</param>
/// <param name="Permission"><c>owner</c>, <c>edit</c>, <c>comment</c> or <c>view</c>; some answers have none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed or renamed.</param>
internal sealed record JamRoomDto(
    string Id,
    string Name,
    string OwnerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Permission,
    string CreatedAt,
    string UpdatedAt);
