using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weft.Cli;

/// <summary>The server's certificate with what leads from it to a root.</summary>
/// <param name="Own">The certificate with its key.</param>
/// <param name="Chain">The certificates in between.</param>
/// <param name="Digest">Of what the files said.</param>
internal sealed record Certificate(X509Certificate2 Own, X509Certificate2Collection Chain, string Digest)
{
    /// <summary>What TLS needs of it.</summary>
    public SslStreamCertificateContext ToContext() => SslStreamCertificateContext.Create(Own, Chain, offline: true);

    /// <summary>A digest of what the files say; null when they cannot be read now.</summary>
    public static string? TryDigest(TransportSettings settings)
    {
        try
        {
            return DigestOf(settings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the files.</summary>
    /// <returns>The certificate, null when none was asked for, or one sentence about what is wrong.</returns>
    public static (Certificate? Certificate, string? Wrong) Read(TransportSettings settings)
    {
        switch (settings)
        {
            case { CertificateFile: null, KeyFile: null }:
                return (null, null);
            case { CertificateFile: null } or { KeyFile: null }:
                return (null, "--cert and --key go together.");
        }

        try
        {
            var digest = DigestOf(settings);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.CertificateFile);
            return (new Certificate(X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile), chain, digest), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return (null, $"The certificate '{settings.CertificateFile}' with the key '{settings.KeyFile}' cannot be used ({exception.Message.TrimEnd('.')}).");
        }
    }

    // Not the text itself: the key is in it.
    private static string DigestOf(TransportSettings settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(settings.CertificateFile!));
        hash.AppendData(File.ReadAllBytes(settings.KeyFile!));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
