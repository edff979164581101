using System.Text.Json.Serialization;

namespace Weft.Server.Rest;

/// <summary>What an account may do in a document.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Its address, if it has one; to admins of the document and to itself only.</param>
/// <param name="Role"><c>viewer</c>, <c>commenter</c>, <c>editor</c> or <c>admin</c>.</param>
/// <param name="Run">Whether it may run code.</param>
internal sealed record MemberDto(
    string Account, string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email, string Role, bool Run);
