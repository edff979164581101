using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Weft.Server.Hosting;

/// <summary>This machine's addresses as others on its networks see them.</summary>
public static class LanAddresses
{
    /// <summary>The IPv4 addresses of the interfaces that are up, the loopback left out.</summary>
    /// <returns>The addresses, in a stable order.</returns>
    public static IReadOnlyList<IPAddress> Find()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .Where(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address)
                .Where(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a))
                .Distinct()
                .OrderBy(a => a.ToString(), StringComparer.Ordinal)];
        }
        catch (NetworkInformationException)
        {
            // Some containers do not let a program look; it then knows no address to share.
            return [];
        }
    }

    /// <summary>What to tell others, given what the server is bound to.</summary>
    /// <param name="bound">The server's own addresses, such as <c>http://0.0.0.0:8765</c>.</param>
    /// <returns>Addresses for a browser, such as <c>http://192.168.1.5:8765</c>.</returns>
    public static IReadOnlyList<string> ToShare(IEnumerable<string> bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        return [.. bound.SelectMany(Expand).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Expand(string address)
    {
        if (!Uri.TryCreate(address.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri))
        {
            return [];
        }

        var isAny = uri.Host is "0.0.0.0" or "[::]";
        if (!isAny)
        {
            return uri.IsLoopback ? [] : [$"{uri.Scheme}://{uri.Host}:{uri.Port}"];
        }

        return Find().Select(a => $"{uri.Scheme}://{a}:{uri.Port}");
    }
}
