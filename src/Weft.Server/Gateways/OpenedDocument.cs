namespace Weft.Server.Gateways;

/// <summary>What became of a name by which somebody wanted into a document.</summary>
/// <param name="Document">The document's id; null when there is none to go to.</param>
/// <param name="Reason">Why, in one sentence for a person.</param>
/// <param name="IsForbidden">Whether that is because the caller has no right.</param>
internal sealed record OpenedDocument(string? Document, string Reason, bool IsForbidden = false);
