namespace Weft.Server;

/// <summary>Something of which a server bears only so much.</summary>
/// <param name="Name">Its name in <c>weft serve --limit name=value</c> and in docs/operations.md.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Default">How much is borne when nobody says otherwise.</param>
/// <param name="Least">The smallest value that can be set.</param>
/// <param name="Most">The greatest value that can be set.</param>
/// <param name="Code">The code of the answer to what goes beyond: of the protocol, of the REST interface, or of the close frame.</param>
/// <param name="Reason">Why the default is what it is.</param>
public sealed record ServerLimit(string Name, string Unit, long Default, long Least, long Most, string Code, string Reason)
{
    /// <summary>The place in <see cref="ServerLimits.All"/>.</summary>
    internal int Index { get; init; }
}
