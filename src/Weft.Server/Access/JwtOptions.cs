namespace Weft.Server.Access;

/// <summary>An outside issuer whose signed tokens (RFC 7519) are accepted as bearer tokens.</summary>
public sealed class JwtOptions
{
    /// <summary>The <c>iss</c> that a token must have.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>aud</c> that a token must name.</summary>
    public required string Audience { get; init; }

    /// <summary>
    /// The issuer's public key in PEM (RSA of at least 2,048 bits: RS256; P-256: ES256), or a shared secret of at least 32 bytes (HS256). The
    /// key decides the algorithm, never the token.
    /// </summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Looks whether tokens can be checked with this.</summary>
    /// <returns>One sentence about what is wrong, or null.</returns>
    public string? FindProblem()
    {
        if (string.IsNullOrWhiteSpace(Issuer) || string.IsNullOrWhiteSpace(Audience))
        {
            return "Tokens are accepted of a named issuer for a named audience only: give both.";
        }

        return JwtKey.TryRead(Key.Span, out _, out var wrong) ? null : wrong;
    }
}
