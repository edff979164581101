namespace Weft.Server.Admin;

/// <summary>Something of which the server bears only so much.</summary>
/// <param name="Name">Its name, as in <c>weft serve --limit name=value</c>.</param>
/// <param name="Value">How much is borne.</param>
/// <param name="Default">How much would be borne if nobody had set it.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Code">The code of the answer to what goes beyond.</param>
/// <param name="Reason">Why the default is what it is.</param>
/// <param name="Hits">How often it was hit since the server started.</param>
internal sealed record LimitDto(string Name, long Value, long Default, string Unit, string Code, string Reason, long Hits);
