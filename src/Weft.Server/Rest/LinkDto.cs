using System.Text.Json.Serialization;

namespace Weft.Server.Rest;

/// <summary>A share link, without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role"><c>viewer</c>, <c>commenter</c> or <c>editor</c>.</param>
/// <param name="Run">Whether it lets code be run.</param>
/// <param name="Created">When it was made, in milliseconds since 1970.</param>
/// <param name="Expires">When it ends, in milliseconds since 1970; null for never.</param>
/// <param name="Label">What its maker calls it.</param>
internal sealed record LinkDto(
    string Id, string Role, bool Run, long Created, long? Expires, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label);
