using System.Net.WebSockets;
using System.Text;
using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>A client that says exactly what a test tells it to, and keeps what it hears in order.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WireConnection _connection;
    private readonly Hearing<ServerMessage> _heard = new(Patience);
    private readonly Task _listening;

    private Peer(WireConnection connection)
    {
        _connection = connection;
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>What the join was answered with.</summary>
    public SyncMessage Sync { get; private set; } = null!;

    /// <summary>Everything that was taken from the line so far, also what was passed over.</summary>
    public List<ServerMessage> Taken => _heard.Taken;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Peer> ConnectAsync(ServerAddress address) => new(await WireConnection.ConnectAsync(address, Ct));

    public async Task<SyncMessage> JoinAsync(string document, string? client = null, string? name = null, HaveState? have = null)
    {
        await SendAsync(new JoinMessage(document, client, name, Have: have) { Id = 1 });
        return Sync = await NextAsync<SyncMessage>();
    }

    public async Task<ResponseMessage> SignInAsync(string token)
    {
        await SendAsync(new AuthMessage(token) { Id = 1_001 });
        return await NextAsync<ResponseMessage>(r => r.InReply == 1_001);
    }

    public ValueTask SendAsync(ClientMessage message) => _connection.SendAsync(message, Ct);

    public ValueTask SendAsync(string frame) => _connection.SendRawAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, Ct);

    public ValueTask SendRawAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type) => _connection.SendRawAsync(frame, type, Ct);

    /// <summary>Sends an insertion into the body without waiting.</summary>
    public ValueTask InsertAsync(long id, long baseRevision, int at, string text, long? after = null) => SendAsync(
        new ChangeMessage(baseRevision, [new TextOperation("body", [new TextEdit(at, at, TextContent.Of(text))])], after) { Id = id });

    /// <summary>Sends an insertion and waits until it is saved.</summary>
    public async Task<long> InsertSavedAsync(long id, long baseRevision, int at, string text)
    {
        await InsertAsync(id, baseRevision, at, text);
        var response = await NextAsync<ResponseMessage>(r => r.InReply == id);
        Assert.Equal(ResponseStatus.Saved, response.Status);
        return response.Revision!.Value;
    }

    /// <summary>The next message of a sort; others are passed over.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? which = null)
        where T : ServerMessage
    {
        var found = await _heard.NextAsync(
            message => message is T one && which?.Invoke(one) != false,
            () => $"No {typeof(T).Name} came ({_connection.CloseCode} '{_connection.CloseReason}'); heard: {string.Join(", ", Taken)}");
        return (T)found;
    }

    /// <summary>Everything of a sort that was heard so far, also what still stands in line, which is taken from it.</summary>
    public IReadOnlyList<T> Heard<T>()
        where T : ServerMessage => [.. _heard.All().OfType<T>()];

    public async Task<WireError> NextErrorAsync() => (await NextAsync<ResponseMessage>(r => r.Error is not null)).Error!;

    /// <summary>Asks for a heartbeat and waits for its answer: whatever was said to this peer before has then been heard.</summary>
    public async Task<ResponseMessage> BeatAsync(long id = 999)
    {
        await SendAsync(new HeartbeatMessage { Id = id });
        return await NextAsync<ResponseMessage>(r => r.InReply == id);
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public async Task<int?> ClosedAsync()
    {
        await _listening.WaitAsync(Patience, Ct);
        return _connection.CloseCode;
    }

    public void Cut() => _connection.Cut();

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _connection.ReceiveAsync(CancellationToken.None) is { } message)
            {
                _heard.Add(message);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException or WeftClientException)
        {
            // The peer was disposed while it listened.
        }

        _heard.End();
    }
}
