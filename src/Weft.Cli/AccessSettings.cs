using Weft.Server.Access;

namespace Weft.Cli;

/// <summary>What the options of <c>weft serve</c> say about who may use the server.</summary>
/// <param name="Mode">The mode; null when none is chosen.</param>
/// <param name="IsLan">Whether it is <c>--lan</c>: open to the whole network.</param>
/// <param name="IsRegistrationOpen">Whether anyone may make an account.</param>
/// <param name="NewToken">Whether to replace the kept token.</param>
/// <param name="Issuer">Whose signed tokens are accepted.</param>
/// <param name="Audience">What they must be meant for.</param>
/// <param name="KeyFile">The file with the key to check them.</param>
/// <param name="AllowedOrigins">Other origins whose pages may connect.</param>
internal sealed record AccessSettings(
    AccessMode? Mode,
    bool IsLan,
    bool IsRegistrationOpen,
    bool NewToken,
    string? Issuer,
    string? Audience,
    string? KeyFile,
    IReadOnlyList<string> AllowedOrigins);
