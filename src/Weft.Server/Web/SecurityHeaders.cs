using Microsoft.AspNetCore.Http;

namespace Weft.Server.Web;

/// <summary>What browsers are told to forbid a page of this server, whatever got into it.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Scripts come from the server's own files, never from the page's text. Styles may stand in the page: editors place carets and shapes by
    /// them. The drawing editor works in images and fonts that it makes itself (data, blob) and may compile WebAssembly.
    /// </summary>
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors ";

    /// <summary>
    /// A worker has the policy of its own file. That of the drawing editor, which cuts fonts down for an exported image, makes functions from
    /// text; it has no page to change and runs nothing that it was not built with.
    /// </summary>
    private const string WorkerPolicy = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self' data:";

    /// <summary>
    /// The worker that asks other servers whether they are there, before a page goes to one. It has no document, is told an address and tells
    /// one word; everything else of the app stays with its own server.
    /// </summary>
    private const string ProbePolicy = "default-src 'none'; connect-src http: https: ws: wss:";

    private const string ProbeFile = "/server-probe-";

    /// <summary>How long a browser remembers to come by TLS only, in seconds: half a year.</summary>
    private const string TransportSecurity = "max-age=15552000";

    public static void Set(HttpContext context, IReadOnlyList<string> framers)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context.Request.Path) ?? Policy + (framers.Count == 0 ? "'none'" : string.Join(' ', framers));
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = TransportSecurity;
        }
    }

    /// <summary>The policy of a worker's file; null for everything else.</summary>
    private static string? PolicyOf(PathString path) => path.StartsWithSegments("/assets", StringComparison.Ordinal, out var file) switch
    {
        true when file.Value!.StartsWith(ProbeFile, StringComparison.Ordinal) => ProbePolicy,
        true when file.Value!.Contains("-worker.", StringComparison.Ordinal) => WorkerPolicy,
        _ => null,
    };
}
