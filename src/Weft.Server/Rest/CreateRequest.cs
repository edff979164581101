namespace Weft.Server.Rest;

/// <summary>A document to make.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Kind">One of the kinds of <c>/api/v1/info</c>.</param>
internal sealed record CreateRequest(string? Title, string? Kind);
