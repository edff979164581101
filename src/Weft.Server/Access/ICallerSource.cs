using Microsoft.AspNetCore.Http;

namespace Weft.Server.Access;

/// <summary>Tells who somebody is. Thread-safe.</summary>
internal interface ICallerSource
{
    /// <summary>
    /// The caller of a request, by its cookie, its <c>Authorization</c> header, its WebSocket subprotocol, or what the host application
    /// says; null for nobody. A second question about the same request costs nothing.
    /// </summary>
    ValueTask<Caller?> OfRequestAsync(HttpContext context);

    /// <summary>The caller that holds a token: the server's, a session's, or one signed by the outside issuer.</summary>
    ValueTask<CredentialResult> OfTokenAsync(string token, CancellationToken cancellationToken);
}
