using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Weft.Server.Access;

/// <summary>An issuer's key, and the one algorithm that goes with it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Algorithm"><c>HS256</c>, <c>RS256</c> or <c>ES256</c>.</param>
internal sealed record JwtKey(SecurityKey Key, string Algorithm)
{
    private const int MinSecretBytes = 32;

    private const int MinRsaBits = 2_048;

    /// <summary>Reads a key as <see cref="JwtOptions.Key"/> describes it.</summary>
    /// <returns>Whether it is one; if not, <paramref name="wrong"/> is a sentence for a person.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out JwtKey? key, [NotNullWhen(false)] out string? wrong)
    {
        (key, wrong) = Read(bytes);
        return key is not null;
    }

    private static (JwtKey? Key, string? Wrong) Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).Trim();
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return (null, "The JWT key is a private key, which only the issuer should have: give its public key.");
        }

        if (text.StartsWith("-----BEGIN ", StringComparison.Ordinal))
        {
            return OfPem(text);
        }

        // An editor's last line end is no part of a secret.
        var secret = bytes.TrimEnd("\r\n"u8);
        return secret.Length >= MinSecretBytes
            ? (new JwtKey(new SymmetricSecurityKey(secret.ToArray()), SecurityAlgorithms.HmacSha256), null)
            : (null, $"The JWT secret has {secret.Length} bytes and needs {MinSecretBytes}; or give the issuer's public key in PEM.");
    }

    private static (JwtKey? Key, string? Wrong) OfPem(string pem)
    {
        if (!pem.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            return Import(RSA.Create(), pem) is { } rsa ? OfKeys(rsa, null) : OfKeys(null, Import(ECDsa.Create(), pem));
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return OfKeys(certificate.GetRSAPublicKey(), certificate.GetECDsaPublicKey());
        }
        catch (CryptographicException)
        {
            return (null, "The JWT key is a certificate that cannot be read.");
        }
    }

    private static T? Import<T>(T key, string pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static (JwtKey? Key, string? Wrong) OfKeys(RSA? rsa, ECDsa? curve) => (rsa, curve) switch
    {
        ({ KeySize: >= MinRsaBits }, _) => (new JwtKey(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256), null),
        ({ } weak, _) => (null, $"The JWT key has {weak.KeySize} bits and needs {MinRsaBits}."),
        (_, { KeySize: 256 }) => (new JwtKey(new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256), null),
        _ => (null, "The JWT key is neither an RSA public key nor one of the curve P-256."),
    };
}
