namespace Weft.Client;

/// <summary>A server's address in the forms that are needed: for requests, for the socket, and for a browser.</summary>
public sealed record ServerAddress
{
    private ServerAddress(Uri http) => Http = http;

    /// <summary>The server's root, such as <c>http://localhost:8765/</c>.</summary>
    public Uri Http { get; }

    /// <summary>The endpoint to connect to, such as <c>ws://localhost:8765/ws</c>.</summary>
    public Uri Socket => new UriBuilder(new Uri(Http, "ws")) { Scheme = string.Equals(Http.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;

    /// <summary>Reads an address as people write it: <c>ws://host:8765/ws</c>, <c>http://host:8765</c> or <c>host:8765</c>.</summary>
    /// <param name="text">The address.</param>
    /// <returns>The address, or null when it is none.</returns>
    public static ServerAddress? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return null;
        }

        var scheme = uri.Scheme switch
        {
            "ws" or "http" => Uri.UriSchemeHttp,
            "wss" or "https" => Uri.UriSchemeHttps,
            _ => null,
        };
        if (scheme is null)
        {
            return null;
        }

        var path = uri.AbsolutePath.EndsWith("/ws", StringComparison.Ordinal) ? uri.AbsolutePath[..^2] : uri.AbsolutePath.TrimEnd('/') + "/";
        return new ServerAddress(new UriBuilder(scheme, uri.Host, uri.Port, path).Uri);
    }

    /// <summary>Where a person opens a document.</summary>
    /// <param name="documentId">The document.</param>
    /// <returns>The link.</returns>
    public Uri Document(string documentId) => new(Http, $"d/{Uri.EscapeDataString(documentId)}");
}
