using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Weft.Cli;

/// <summary>
/// The certificate that the server shows. The files are looked at again at a handshake, at most every few seconds: what a renewal put there
/// holds for new connections without a restart, whether it wrote the files, replaced them, or turned a link. Thread-safe.
/// </summary>
internal sealed partial class ServerCertificate
{
    /// <summary>A renewal comes weeks before the end of the former certificate; so the files need not be read for each connection.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TransportSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SslStreamCertificateContext _current;
    private string _digest;
    private long _lookedAt;

    /// <summary>Begins with what was read at the start.</summary>
    public ServerCertificate(Certificate first, TransportSettings settings, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _current = first.ToContext();
        _digest = first.Digest;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The options of a handshake.</summary>
    public ValueTask<SslServerAuthenticationOptions> ForHandshake(TlsHandshakeCallbackContext context) =>
        ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = Current() });

    private SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_lookedAt) >= LookInterval)
            {
                _lookedAt = _time.GetTimestamp();
                Look_NeedsLock();
            }

            return _current;
        }
    }

    private void Look_NeedsLock()
    {
        if (Certificate.TryDigest(_settings) is not { } digest || string.Equals(digest, _digest, StringComparison.Ordinal))
        {
            return;
        }

        // Between the two files of a renewal the key is not the certificate's; it is when they are looked at the next time.
        _digest = digest;
        if (Certificate.Read(_settings) is ({ } renewed, _))
        {
            _current = renewed.ToContext();
            Log.Renewed(_logger, new DateTimeOffset(renewed.Own.NotAfter));
        }
        else
        {
            Log.NotRenewed(_logger, _settings.CertificateFile!, _settings.KeyFile!);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1501, Level = LogLevel.Information, Message = "A renewed certificate is in use; it ends at {End}.")]
        public static partial void Renewed(ILogger logger, DateTimeOffset end);

        [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "The certificate '{Certificate}' was renewed and cannot be used with the key '{Key}'; the former one is kept.")]
        public static partial void NotRenewed(ILogger logger, string certificate, string key);
    }
}
