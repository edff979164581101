namespace Weft.Server.Rest;

/// <summary>A document's record.</summary>
/// <param name="Id">Its id, as in its link <c>/d/{id}</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Revision">The number of its newest change; 0 for none.</param>
/// <param name="Generation">Changes when the document is replaced as a whole.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="Users">How many are in it now.</param>
/// <param name="Role">What the caller may do in it: <c>viewer</c>, <c>commenter</c>, <c>editor</c> or <c>admin</c>.</param>
/// <param name="Run">Whether the caller may run code in it.</param>
internal sealed record DocumentDto(
    string Id, string Title, string Kind, long Revision, string Generation, DateTimeOffset Created, DateTimeOffset Updated, int Users, string Role, bool Run);
