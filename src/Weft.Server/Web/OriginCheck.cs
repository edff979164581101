using Microsoft.AspNetCore.Http;
using Weft.Server.Rest;

namespace Weft.Server.Web;

/// <summary>
/// Keeps other sites' pages from using the server through the browser of somebody who may: a browser says which page a request comes from,
/// and it must be one of this server's. Programs say no such thing and pass.
/// </summary>
internal sealed class OriginCheck(WeftOptions options)
{
    /// <summary>Whether a request may be answered.</summary>
    public bool Allows(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            // Browsers that send no origin with a form still say whether the page is another site's.
            return IsReading(context) || request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        }

        return IsReading(context) || IsOwn(origin, request) || IsAllowed(origin);
    }

    /// <summary>Whether a page of another server asks.</summary>
    public static bool IsForeign(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(origin, request);

    /// <summary>Whether pages of an origin may use the server though they are not its own.</summary>
    public bool IsAllowed(string origin) => options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    public static IResult Refusal(HttpContext context) => Problems.Of(
        StatusCodes.Status403Forbidden,
        "bad_origin",
        $"Pages of {Shown(context.Request.Headers.Origin.ToString())} may not use this server: start it with --allow-origin and that origin if they should.");

    // What a page of another origin cannot read anyway does no harm; a WebSocket it could both read and write.
    private static bool IsReading(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        && !context.WebSockets.IsWebSocketRequest && !IsUpgrade(context.Request);

    private static bool IsUpgrade(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsConnect(request.Method);

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && HostString.FromUriComponent(page) is var host
        && string.Equals(host.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && page.Port == (request.Host.Port ?? DefaultPort(page.Scheme));

    // A proxy in front may take TLS off without saying so; the port tells the rest.
    private static int DefaultPort(string scheme) => string.Equals(scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? 443 : 80;

    private static string Shown(string origin) => origin.Length == 0 ? "another site" : origin[..Math.Min(origin.Length, 200)];
}
