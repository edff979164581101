using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests.Access;

/// <summary>Somebody with cookies of their own, who sees answers as they come over the line.</summary>
internal sealed class Browser : IDisposable
{
    private readonly ServerAddress _address;
    private readonly CookieContainer _cookies = new();
    private readonly TestCertificate? _trusted;
    private readonly HttpClient _http;

    /// <param name="address">The server.</param>
    /// <param name="trusted">The only certificate that it believes.</param>
    /// <param name="from">An address of this machine that it comes from.</param>
    public Browser(ServerAddress address, TestCertificate? trusted = null, IPAddress? from = null)
    {
        _address = address;
        _trusted = trusted;
        var handler = new SocketsHttpHandler { CookieContainer = _cookies };
        if (trusted is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = trusted.IsShown;
        }

        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancellationToken) => await ConnectFromAsync(from, context.DnsEndPoint, cancellationToken);
        }

        _http = new HttpClient(handler) { BaseAddress = address.Http };
    }

    public string? Cookie => _cookies.GetCookies(_address.Http)["weft_session"]?.Value;

    /// <summary>Sent with each request as <c>Authorization: Bearer</c>, when it is set.</summary>
    public string? Bearer { get; init; }

    /// <summary>Sent with each request as the page that it comes from, when it is set.</summary>
    public string? Origin { get; set; }

    /// <summary>Sent with each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        AddTo(request);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, Ct);
        return new Answer(response, await response.Content.ReadAsStringAsync(Ct));
    }

    public Task<Answer> SignInAsync(string name, string password) => PostAsync("api/v1/session", new { name, password });

    /// <summary>Opens a socket as a page of this browser does.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string? query = null, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.Cookies = _cookies;
        socket.Options.RemoteCertificateValidationCallback = _trusted is null ? null : _trusted.IsShown;
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        if (Origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", Origin);
        }

        if (Bearer is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + Bearer);
        }

        try
        {
            await socket.ConnectAsync(new Uri(_address.Socket + query), Ct);
        }
        catch (WebSocketException)
        {
            // The test looks at the status.
        }

        return socket;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Stream> ConnectFromAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void AddTo(HttpRequestMessage request)
    {
        if (Bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", Bearer);
        }

        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }
    }
}
