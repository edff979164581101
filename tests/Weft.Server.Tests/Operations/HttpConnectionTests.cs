using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Operations;

/// <summary>How many connections a server takes that are not WebSockets.</summary>
public sealed class HttpConnectionTests : IDisposable
{
    private const int Most = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-lines-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Connections_that_say_nothing_are_cut_past_the_limit_and_WebSockets_are_not_counted_among_them()
    {
        await using var weft = WeftProcess.Start("serve", "--host", "127.0.0.1", "--port", "0", "--limit", $"http-connections={Most}", "--data", _folder);
        var address = await weft.ListeningAsync();
        await using var one = await Peer.ConnectAsync(address);
        await using var two = await Peer.ConnectAsync(address);
        await using var three = await Peer.ConnectAsync(address);
        using var app = new ClientWebSocket();
        await app.ConnectAsync(new Uri(address.Socket, "/ws/lab/Ann"), Ct);
        var silent = new List<TcpClient>();
        for (var n = 0; n < Most; n++)
        {
            silent.Add(await ConnectAsync(address.Http.Port));
        }

        Assert.True(await IsCutAsync(address.Http.Port));

        Assert.Equal(Protocol.ResponseStatus.Ok, (await one.BeatAsync()).Status);
        await silent[^1].GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Ct);
        Assert.False(await IsCutAsync(silent[^1]), "A WebSocket took the place of another connection.");
        silent.ForEach(line => line.Dispose());
        using var admin = new Browser(address);
        await Faults.Eventually.HoldsAsync(async () => await HitsAsync(admin) >= 1, () => "There is no room again after connections have ended, or the hit is not counted.");
        await weft.TerminateAsync();
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, port, Ct);
        return line;
    }

    // It may be cut before it can be said to be there.
    private static async Task<bool> IsCutAsync(int port)
    {
        try
        {
            using var line = await ConnectAsync(port);
            return await IsCutAsync(line);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private static async Task<bool> IsCutAsync(TcpClient line)
    {
        try
        {
            return await line.GetStream().ReadAsync(new byte[1], Ct) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<long> HitsAsync(Browser admin)
    {
        try
        {
            var limits = (await admin.GetAsync("api/v1/admin/limits")).Json.GetProperty("limits");
            return limits.EnumerateArray().Single(limit => limit.GetProperty("name").GetString() == "http-connections").GetProperty("hits").GetInt64();
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
