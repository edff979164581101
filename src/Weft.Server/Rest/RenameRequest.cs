namespace Weft.Server.Rest;

/// <summary>A document to rename.</summary>
/// <param name="Title">1 to 200 characters.</param>
internal sealed record RenameRequest(string? Title);
