namespace Weft.Server.Gateways.Optiverse;

/// <summary>What became of a session's name.</summary>
/// <param name="Document">The document's id; null when there is none to go to.</param>
/// <param name="Reason">Why, in one sentence for a person.</param>
/// <param name="IsForbidden">Whether that is because the caller has no right.</param>
internal sealed record OpenedSession(string? Document, string Reason, bool IsForbidden = false);
