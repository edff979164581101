using System.Net;

namespace Weft.Cli;

/// <summary>Reads <c>--host</c>.</summary>
internal static class ListenAddress
{
    /// <summary>The address to listen on, or null when the text is none. Names are not looked up: that would ask the network.</summary>
    public static IPAddress? Parse(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ when IPAddress.TryParse(host, out var address) => address,
        _ => null,
    };
}
