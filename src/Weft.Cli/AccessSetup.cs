using System.Net;
using Weft.Server;
using Weft.Server.Access;

namespace Weft.Cli;

/// <summary>Who may use the server that is started, all things considered.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Token">A token from the environment, or null.</param>
/// <param name="Jwt">An outside issuer, or null.</param>
/// <param name="Settings">What was asked for.</param>
internal sealed record AccessSetup(AccessMode Mode, string? Token, JwtOptions? Jwt, AccessSettings Settings)
{
    /// <summary>The variable that a token may be in: other than options, it is not shown to all users of the machine.</summary>
    public const string TokenVariable = "WEFT_TOKEN";

    /// <summary>Finds out what the settings come to.</summary>
    /// <returns>That, or one sentence about what is wrong with them.</returns>
    public static (AccessSetup? Setup, string? Wrong) Of(ServeSettings settings, IPAddress address)
    {
        var access = settings.Access;
        if (access.IsLan && access.Mode is not (null or AccessMode.Open))
        {
            return (null, "--lan lets everybody in and --access asks them first: leave one of the two out.");
        }

        if (access.IsLan && IPAddress.IsLoopback(address))
        {
            return (null, $"--lan is for the network and --host {settings.Host} for this machine only: leave one of the two out.");
        }

        // What a proxy passes on comes from other machines, whatever address it comes to.
        var isForThisMachine = IPAddress.IsLoopback(address) && settings.Transport.TrustedProxies is null;
        var mode = access.Mode ?? (access.IsLan || isForThisMachine ? AccessMode.Open : AccessMode.Token);
        var token = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } given ? given : null;
        if (mode == AccessMode.Token && token is not null && !ServerToken.IsAcceptable(token))
        {
            return (null, $"The token in {TokenVariable} needs at least {ServerToken.MinLength} characters, all letters, digits or -._~: make it of random ones.");
        }

        if (access.NewToken && (mode != AccessMode.Token || token is not null))
        {
            return (null, $"--new-token makes a token for --access token, when none is in {TokenVariable}.");
        }

        var (jwt, wrong) = ReadJwt(access, mode);
        return wrong is null ? (new AccessSetup(mode, token, jwt, access), null) : (null, wrong);
    }

    public void Apply(WeftOptions options)
    {
        options.Access = Mode;
        options.Token = Token;
        options.Jwt = Jwt;
        options.IsRegistrationOpen = Settings.IsRegistrationOpen;
        options.AllowedOrigins = Settings.AllowedOrigins;
        options.AnswersLocalNamesOnly = Mode == AccessMode.Open;
    }

    private static (JwtOptions? Jwt, string? Wrong) ReadJwt(AccessSettings access, AccessMode mode)
    {
        switch (access)
        {
            case { Issuer: null, Audience: null, KeyFile: null }:
                return (null, null);
            case { Issuer: null } or { Audience: null } or { KeyFile: null }:
                return (null, "--jwt-issuer, --jwt-audience and --jwt-key go together.");
            case var _ when mode == AccessMode.Open:
                return (null, "An open server lets everybody in and asks for no token: choose --access token or accounts with --jwt-issuer.");
        }

        try
        {
            var jwt = new JwtOptions { Issuer = access.Issuer, Audience = access.Audience, Key = File.ReadAllBytes(access.KeyFile) };
            return jwt.FindProblem() is { } problem ? (null, problem) : (jwt, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file '{access.KeyFile}' of --jwt-key cannot be read ({exception.Message.TrimEnd('.')}).");
        }
    }
}
