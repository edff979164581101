using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Weft.Server.Access;

/// <summary>Reads the tokens of the outside issuer (RFC 7519). The configured key says how they are signed; what a token says of that must agree.</summary>
internal sealed class JwtReader
{
    /// <summary>Characters of the longest subject, so that ids stay ids.</summary>
    private const int MaxSubjectLength = 200;

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TimeProvider _time;
    private readonly TokenValidationParameters? _rules;

    public JwtReader(WeftOptions options, TimeProvider time)
    {
        _time = time;
        _rules = options.Jwt is { } jwt ? RulesOf(jwt) : null;
    }

    /// <summary>Whether a token looks like one of these: three parts. Tokens of our own have no dots.</summary>
    public static bool IsJwt(string token) => token.AsSpan().Count('.') == 2;

    public async Task<CredentialResult> ReadAsync(string token)
    {
        if (_rules is null)
        {
            return CredentialResult.Refuse("This server accepts no signed tokens.");
        }

        var result = await _handler.ValidateTokenAsync(token, _rules).ConfigureAwait(false);
        return result is { IsValid: true, SecurityToken: JsonWebToken valid } ? OfClaims(valid) : CredentialResult.Refuse(WhyNot(result.Exception));
    }

    private TokenValidationParameters RulesOf(JwtOptions jwt)
    {
        if (!JwtKey.TryRead(jwt.Key.Span, out var key, out var wrong))
        {
            throw new InvalidOperationException(wrong);
        }

        return new TokenValidationParameters
        {
            ValidIssuer = jwt.Issuer,
            ValidAudience = jwt.Audience,
            IssuerSigningKey = key.Key,
            ValidAlgorithms = [key.Algorithm],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateIssuerSigningKey = true,
            TryAllIssuerSigningKeys = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        };
    }

    /// <summary>How far the issuer's clock and ours may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && end > now - Skew && (notBefore is null || notBefore <= now + Skew);
    }

    private static CredentialResult OfClaims(JsonWebToken token)
    {
        if (token.Subject is not { Length: > 0 and <= MaxSubjectLength } subject)
        {
            return CredentialResult.Refuse($"The token names no subject (sub) of at most {MaxSubjectLength} characters.");
        }

        if (Text(token, "role") is not { } text || RoleOf(text) is not { } role)
        {
            return CredentialResult.Refuse("The token has no claim 'role' that is viewer, commenter, editor or admin.");
        }

        var hasDocument = token.TryGetPayloadValue<object>("document", out _);
        var document = Text(token, "document");
        if (hasDocument && document is null)
        {
            return CredentialResult.Refuse("The token's claim 'document' is no text.");
        }

        return CredentialResult.Of(new Caller(CallerKind.External, $"external:{token.Issuer}:{subject}")
        {
            Name = AccountRules.ToShow(Text(token, "name")) ?? subject,
            Role = role,
            Document = document,
            CanRun = token.TryGetPayloadValue<bool>("run", out var run) && run,
            Expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero),
        });
    }

    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) && value is string { Length: > 0 } text ? text : null;

    private static DocumentRole? RoleOf(string text) => text switch
    {
        "viewer" => DocumentRole.Viewer,
        "commenter" => DocumentRole.Commenter,
        "editor" => DocumentRole.Editor,
        "admin" => DocumentRole.Admin,
        _ => null,
    };

    private static string WhyNot(Exception? exception) => exception switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException =>
            "The token has expired, is not valid yet, or does not say until when it is: get a new one.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer than this server trusts.",
        SecurityTokenInvalidAudienceException => "The token is meant for another service.",
        _ => "The token is not signed as this server expects.",
    };
}
