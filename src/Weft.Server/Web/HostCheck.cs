using System.Net;
using Microsoft.AspNetCore.Http;
using Weft.Server.Rest;

namespace Weft.Server.Web;

/// <summary>
/// An open server trusts whoever reaches it. So that a page of the internet cannot reach it under a name of its own that leads to this machine
/// (DNS rebinding), it answers to addresses, to names that only a local network gives out, and to what it was told to allow.
/// </summary>
internal sealed class HostCheck(WeftOptions options)
{
    private static readonly string[] LocalDomains = [".localhost", ".local", ".lan", ".home", ".internal", ".home.arpa"];

    /// <summary>What is wrong with where a request came to; null when nothing is.</summary>
    public IResult? Refuse(HttpRequest request)
    {
        if (!options.AnswersLocalNamesOnly)
        {
            return null;
        }

        // A trusted proxy's header is gone by now.
        if (request.Headers.ContainsKey("X-Forwarded-For"))
        {
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                "behind_proxy",
                "This server is open, and a proxy passes others' requests on to it: start it with --access token or accounts, and with --trust-proxy if that is meant.");
        }

        return IsLocal(request.Host.Host) ? null : Problems.Of(
            StatusCodes.Status403Forbidden,
            "bad_origin",
            $"This server is open and answers to local names only: start it with --allow-origin {request.Scheme}://{request.Host.Value} if it should answer to this one.");
    }

    private bool IsLocal(string host) =>
        host.Length == 0
        || !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || LocalDomains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
        || options.AllowedOrigins.Any(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Host, host, StringComparison.OrdinalIgnoreCase));
}
