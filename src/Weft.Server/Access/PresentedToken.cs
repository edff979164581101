using Microsoft.AspNetCore.Http;
using Weft.Protocol;

namespace Weft.Server.Access;

/// <summary>Finds the token that a request presents.</summary>
internal static class PresentedToken
{
    private const string Bearer = "Bearer ";

    public const string NotInQuery =
        "A secret does not belong into an address, which gets written down on its way: send it as 'Authorization: Bearer …', as the subprotocol 'weft.token.…', or as the first message.";

    private static readonly string[] SecretNames = ["token", "access_token", "secret", "password", "session", SessionCookie.Name];

    /// <summary>A token that was sent on purpose: in the <c>Authorization</c> header, or among the subprotocols of a WebSocket.</summary>
    public static string? Explicit(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        return context.WebSockets.IsWebSocketRequest
            ? context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(p => p.StartsWith(Limits.TokenSubprotocol, StringComparison.Ordinal))?[Limits.TokenSubprotocol.Length..]
            : null;
    }

    /// <summary>Whether the address has something secret in its query, which servers and browsers on the way write down.</summary>
    public static bool IsInQuery(HttpRequest request) => request.QueryString.HasValue && SecretNames.Any(request.Query.ContainsKey);
}
