using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weft.Cli;

/// <summary>The server's certificate with what leads from it to a root.</summary>
/// <param name="Own">The certificate with its key.</param>
/// <param name="Chain">The certificates in between.</param>
internal sealed record Certificate(X509Certificate2 Own, X509Certificate2Collection Chain)
{
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
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.CertificateFile);
            return (new Certificate(X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile), chain), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return (null, $"The certificate '{settings.CertificateFile}' with the key '{settings.KeyFile}' cannot be used ({exception.Message.TrimEnd('.')}).");
        }
    }
}
