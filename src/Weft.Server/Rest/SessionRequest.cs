namespace Weft.Server.Rest;

/// <summary>A session to open by its name.</summary>
/// <param name="Session">Its ID, as people tell it to each other: 1 to 200 characters.</param>
/// <param name="Kind">The kind of document that it is made as when there is none yet; null: it is only looked for.</param>
internal sealed record SessionRequest(string? Session, string? Kind);
