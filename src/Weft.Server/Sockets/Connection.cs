using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Rooms;
using Weft.Sync;

namespace Weft.Server.Sockets;

/// <summary>
/// One WebSocket. Its receive loop reads frames and hands messages to the room that it joined; its send loop empties a bounded queue. A
/// peer that does not read is closed; nothing that a peer sends makes anything here throw outwards.
/// </summary>
internal sealed partial class Connection : IRoomPeer, IDisposable
{
    /// <summary>How long a peer has to take the close frame before the connection is cut.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a frame past which the next one is read only when the room has dealt with it, so that no mailbox fills with large ones.</summary>
    private const int LargeFrame = 64 * 1024;

    private readonly WebSocket _socket;
    private readonly SessionId _session;
    private readonly SocketServices _services;
    private readonly CancellationTokenSource _cut;
    private readonly MessageRate _rate;
    private readonly BadMessageBudget _badMessages;
    private RoomLease? _room;
    private Ending? _ending;
    private long _lastHeard;

    public Connection(WebSocket socket, SessionId session, SocketServices services, CancellationToken aborted)
    {
        _socket = socket;
        _session = session;
        _services = services;
        _cut = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _rate = new MessageRate(services.Time);
        _badMessages = new BadMessageBudget(services.Time);
        _lastHeard = services.Time.GetTimestamp();
    }

    /// <summary>Serves the connection until it ends, whichever way.</summary>
    public async Task RunAsync()
    {
        Log.Opened(_services.Logger, _session.Value);
        var sending = SendAllAsync();
        var watch = _services.Time.CreateTimer(_ => WatchSilence(), null, WatchInterval, WatchInterval);
        await using (watch.ConfigureAwait(false))
        {
            await ReceiveAllAsync().ConfigureAwait(false);
        }

        Close(CloseCodes.ServerStopping, string.Empty);
        await LeaveRoomAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        Log.Closed(_services.Logger, _session.Value);
    }

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(code, reason), null) is null)
        {
            Log.Closing(_services.Logger, _session.Value, code, reason);
            _outgoing.Writer.TryComplete();
            _cut.CancelAfter(CloseGrace);
        }
    }

    public void Dispose()
    {
        _cut.Dispose();
        _socket.Dispose();
    }

    private TimeSpan WatchInterval => _services.Options.SilenceTimeout / 6;

    private void WatchSilence()
    {
        if (_services.Time.GetElapsedTime(Interlocked.Read(ref _lastHeard)) >= _services.Options.SilenceTimeout)
        {
            Close(CloseCodes.NoHeartbeat, "Nothing was heard from this client.");
        }
    }

    private async ValueTask DispatchAsync(ClientMessage message, int bytes)
    {
        if (message is not ChangeMessage && !IsWithinRate(message))
        {
            return;
        }

        switch (message)
        {
            case JoinMessage join:
                await JoinAsync(join).ConfigureAwait(false);
                break;
            case var any when _room is not null:
                await PostAsync(any, bytes).ConfigureAwait(false);
                break;
            default:
                Send(WithoutRoom(message));
                break;
        }
    }

    private bool IsWithinRate(ClientMessage message)
    {
        var verdict = _rate.Judge();
        if (verdict == MessageRate.Verdict.Answer)
        {
            Send(new ResponseMessage(ResponseStatus.Error, message.Id, Error: new WireError(
                ErrorCodes.SlowDown, $"At most {Limits.MessagesPerSecond} messages a second are taken; some were dropped: send fewer.")));
        }
        else if (verdict == MessageRate.Verdict.Close)
        {
            Close(CloseCodes.TooManyMessages, "Too many messages for too long.");
        }

        return verdict == MessageRate.Verdict.Take;
    }

    private async ValueTask JoinAsync(JoinMessage join)
    {
        await LeaveRoomAsync().ConfigureAwait(false);
        try
        {
            _room = await _services.Rooms.AcquireAsync(join.Document).ConfigureAwait(false);
        }
        catch (RoomClosedException)
        {
            Close(CloseCodes.ServerStopping, "The server stops.");
            return;
        }
#pragma warning disable CA1031 // A document that cannot be opened is that document's trouble; the connection goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.OpenFailed(_services.Logger, join.Document, exception);
            Send(Refusal(join, ErrorCodes.Internal, "The document could not be opened; its data needs looking after on the server."));
            return;
        }

        if (_room is null)
        {
            Send(Refusal(join, ErrorCodes.UnknownDocument, "There is no document with this id: check the link, or make a new document."));
            return;
        }

        await PostAsync(join, bytes: 0).ConfigureAwait(false);
    }

    private async ValueTask PostAsync(ClientMessage message, int bytes)
    {
        var host = _room!.Host;
        var done = bytes > LargeFrame ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        if (!await host.PostAsync(new RoomCommand.Received(_session, this, message, done)).ConfigureAwait(false))
        {
            // A closing room tells those it knows why; only one that came too late for that hears this.
            await host.Closed.ConfigureAwait(false);
            Close(CloseCodes.NotSaved, "The document closed; join again.");
        }
        else if (done is not null)
        {
            await Task.WhenAny(done.Task, host.Closed).ConfigureAwait(false);
        }
    }

    // After a leave message the room itself answers what comes; it is let go of at the next join or at the end.
    private async ValueTask LeaveRoomAsync()
    {
        if (_room is { } room)
        {
            _room = null;
            await room.Host.PostAsync(new RoomCommand.Gone(_session)).ConfigureAwait(false);
            room.Dispose();
        }
    }

    private ResponseMessage WithoutRoom(ClientMessage message) => message switch
    {
        LeaveMessage => new ResponseMessage(ResponseStatus.Ok, message.Id),
        HeartbeatMessage => new ResponseMessage(ResponseStatus.Ok, message.Id, Time: _services.Time.GetUtcNow().ToUnixTimeMilliseconds()),
        _ => Refusal(message, ErrorCodes.NotJoined, JoinFirst),
    };

    private const string JoinFirst = "This connection is in no document: join one first.";

    private static ResponseMessage Refusal(ClientMessage message, string code, string text) =>
        new(ResponseStatus.Error, message.Id, Error: new WireError(code, text));

    private sealed record Ending(int Code, string Reason);
}
