using System.Net;

namespace Weft.Cli;

/// <summary>What the options of <c>weft serve</c> say about the way to the server.</summary>
/// <param name="CertificateFile">The certificate and its chain in PEM; null for no TLS.</param>
/// <param name="KeyFile">The certificate's private key in PEM.</param>
/// <param name="TrustedProxies">Whose forwarded headers are believed; null for nobody's.</param>
internal sealed record TransportSettings(string? CertificateFile, string? KeyFile, IReadOnlyList<IPNetwork>? TrustedProxies);
