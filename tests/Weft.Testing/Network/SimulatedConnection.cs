using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>
/// One WebSocket: frames arrive in order in each direction, each after its own delay. When it dies the client notices at once and the
/// server later; what was under way to the server is lost or still arrives.
/// </summary>
public sealed class SimulatedConnection(SimulatedTime time, Random random, SessionId id, SimulatedServer server, SimulatedClient client)
{
    private const int MaxDelay = 120;

    private readonly Queue<(long At, ServerMessage Message)> _toClient = new();
    private long _lastToServer;
    private long _lastToClient;
    private long _blockedUntil;

    /// <summary>The server's name of it.</summary>
    public SessionId Id { get; } = id;

    /// <summary>Whether the client still has it.</summary>
    public bool ClientUp { get; private set; } = true;

    /// <summary>Whether the server still has it.</summary>
    public bool ServerUp { get; set; } = true;

    /// <summary>The client sends.</summary>
    public void ToServer(ClientMessage message)
    {
        byte[] frame = Wire.Serialize(message);
        _lastToServer = NextArrival(_lastToServer);
        time.At(_lastToServer, () => DeliverToServer(frame));
        if (message is ChangeMessage && random.Next(25) == 0)
        {
            time.At(_lastToServer, () => DeliverToServer(frame));
        }
    }

    /// <summary>The server sends. What arrives at one moment comes as one frame (FRAME-8, CHANGE-16).</summary>
    public void ToClient(ServerMessage message)
    {
        _lastToClient = NextArrival(_lastToClient);
        _toClient.Enqueue((_lastToClient, message));
        time.At(_lastToClient, DeliverToClient);
    }

    /// <summary>Nothing passes for a while.</summary>
    public void Block(long milliseconds) => _blockedUntil = time.Now + milliseconds;

    /// <summary>The connection dies on the way.</summary>
    public void Die()
    {
        if (!ClientUp)
        {
            return;
        }

        ClientUp = false;
        if (random.Next(2) == 0)
        {
            // What was under way is lost.
            ServerLoses();
        }
        else
        {
            time.After(random.Next(1, 2_000), ServerLoses);
        }

        client.LostConnection(this);
    }

    /// <summary>The server closed it, or died.</summary>
    public void ServerClosed()
    {
        ServerUp = false;
        time.After(random.Next(MaxDelay), () =>
        {
            if (ClientUp)
            {
                ClientUp = false;
                client.LostConnection(this);
            }
        });
    }

    private void ServerLoses()
    {
        if (ServerUp)
        {
            ServerUp = false;
            server.Disconnected(this);
        }
    }

    private void DeliverToClient()
    {
        var together = new List<ServerMessage>();
        while (_toClient.TryPeek(out var next) && next.At <= time.Now)
        {
            together.Add(_toClient.Dequeue().Message);
        }

        var received = new List<ServerMessage>();
        if (Wire.ParseServer(Wire.Serialize(ChangeRuns.Join(together)), received) is { } error)
        {
            throw new InvalidOperationException($"The server sent {error}");
        }

        foreach (ServerMessage message in received.TakeWhile(_ => ClientUp))
        {
            client.Receive(message);
        }
    }

    private void DeliverToServer(byte[] frame)
    {
        if (ServerUp)
        {
            server.Receive(this, frame);
        }
    }

    private long NextArrival(long last) => Math.Max(last, Math.Max(_blockedUntil, time.Now + random.Next(1, MaxDelay)));
}
