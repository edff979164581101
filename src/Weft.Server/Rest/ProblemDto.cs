namespace Weft.Server.Rest;

/// <summary>An error, as RFC 9457 writes it, with a stable code.</summary>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Code">A stable code for a program.</param>
internal sealed record ProblemDto(string Title, int Status, string Detail, string Code);
