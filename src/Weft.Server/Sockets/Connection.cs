using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Limiting;
using Weft.Server.Rooms;
using Weft.Sync;

namespace Weft.Server.Sockets;

/// <summary>
/// One WebSocket. Its receive loop reads frames and hands messages to the room that it joined; what it is told waits in a bounded line. A
/// peer that does not read is closed; nothing that a peer sends makes anything here throw outwards.
/// </summary>
internal sealed partial class Connection : IRoomPeer, IDisposable
{
    /// <summary>How long a peer has to take the close frame before the connection is cut.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a frame past which the next one is read only when the room has dealt with it, so that no mailbox fills with large ones.</summary>
    private const int LargeFrame = 64 * 1024;

    /// <summary>Changes that are handed to the room at once at most.</summary>
    private const int MaxGathered = 256;

    private readonly WebSocket _socket;
    private readonly SessionId _session;
    private readonly Origin _origin;
    private readonly SocketServices _services;
    private readonly CancellationTokenSource _cut;
    private readonly MessageRate _rate;
    private readonly BadMessageBudget _badMessages;
    private readonly List<ClientMessage> _gathered = [];
    private int _gatheredBytes;
    private RoomLease? _room;
    private Ending? _ending;
    private long _lastHeard;

    public Connection(WebSocket socket, SessionId session, Origin origin, Caller? caller, SocketServices services, CancellationToken aborted)
    {
        _caller = caller;
        _socket = socket;
        _session = session;
        _origin = origin;
        _services = services;
        _cut = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _rate = new MessageRate(services.Options.Limits[ServerLimits.Messages], services.Time);
        _joins = TokenBucket.PerMinute(services.Options.Limits[ServerLimits.Joins], services.Time);
        _badMessages = new BadMessageBudget(services.Options.Limits[ServerLimits.BadMessages], services.Time);
        _opened = services.Time.GetUtcNow();
        _lastHeard = services.Time.GetTimestamp();
    }

    /// <summary>Serves the connection until it ends, whichever way.</summary>
    public async Task RunAsync()
    {
        Log.Opened(_services.Logger, _session.Value);
        WatchSignIn();
        var watch = _services.Time.CreateTimer(_ => WatchSilence(), null, WatchInterval, WatchInterval);
        await using (watch.ConfigureAwait(false))
        {
            await ReceiveAllAsync().ConfigureAwait(false);
        }

        Close(CloseCodes.ServerStopping, string.Empty);
        await StopSignInWatchAsync().ConfigureAwait(false);
        await LeaveRoomAsync().ConfigureAwait(false);
        await _sent.Task.ConfigureAwait(false);
        Log.Closed(_services.Logger, _session.Value);
    }

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(code, reason), null) is null)
        {
            Log.Closing(_services.Logger, _session.Value, code, reason);
            CountClosing(code);
            CutAfterGrace();
            Flush();
        }
    }

    private void CutAfterGrace()
    {
        try
        {
            _cut.CancelAfter(CloseGrace);
        }
        catch (ObjectDisposedException)
        {
            // It ended at the moment when somebody wanted it closed.
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
            case AuthMessage auth:
                await SignInAsync(auth).ConfigureAwait(false);
                break;
            case not HeartbeatMessage when Caller is null:
                TakeFromNobody(message);
                break;
            case JoinMessage join:
                await JoinAsync(join).ConfigureAwait(false);
                break;
            case ChangeMessage change when _room is not null:
                await GatherAsync(change, bytes).ConfigureAwait(false);
                break;
            case var any when _room is not null:
                await PostGatheredAsync().ConfigureAwait(false);
                await PostAsync([any], bytes).ConfigureAwait(false);
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
            _services.Metrics.Hit(ServerLimits.Messages);
            Send(new ResponseMessage(ResponseStatus.Error, message.Id, Error: new WireError(
                ErrorCodes.SlowDown, $"At most {_services.Options.Limits[ServerLimits.Messages]} messages a second are taken; some were dropped: send fewer.")));
        }
        else if (verdict == MessageRate.Verdict.Close)
        {
            Close(CloseCodes.TooManyMessages, "Too many messages for too long.");
        }

        return verdict == MessageRate.Verdict.Take;
    }

    private async ValueTask JoinAsync(JoinMessage join)
    {
        await LeaveRoomAsync(waits: true).ConfigureAwait(false);
        if ((RefuseJoin(join) ?? await JudgeJoinAsync(join).ConfigureAwait(false)) is { } refusal)
        {
            Send(refusal);
            return;
        }

        _takesBatches = join.Batch is true;
        try
        {
            _room = await _services.Rooms.AcquireAsync(join.Document).ConfigureAwait(false);
        }
        catch (RoomClosedException)
        {
            Close(CloseCodes.ServerStopping, "The server stops.");
            return;
        }
        catch (ServerFullException)
        {
            Send(Refuse(join, ServerLimits.OpenDocuments, "The server has as many documents open as it can: try again later."));
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
            Send(UnknownDocument(join));
            return;
        }

        if (_room.Host.SessionCount >= _services.Options.Limits[ServerLimits.DocumentUsers])
        {
            await LeaveRoomAsync().ConfigureAwait(false);
            Send(Refuse(join, ServerLimits.DocumentUsers, "The document has as many people in it as it can: try again later."));
            return;
        }

        _joined = join;
        await PostAsync([join], bytes: 0).ConfigureAwait(false);
    }

    /// <summary>Changes wait for those that have come already, so that the room takes them at once. Nothing waits for what is still to come.</summary>
    private ValueTask GatherAsync(ChangeMessage change, int bytes)
    {
        _gathered.Add(change);
        _gatheredBytes += bytes;
        return _gathered.Count < MaxGathered && _gatheredBytes <= LargeFrame ? ValueTask.CompletedTask : PostGatheredAsync();
    }

    private ValueTask PostGatheredAsync()
    {
        if (_gathered.Count == 0)
        {
            return ValueTask.CompletedTask;
        }

        ClientMessage[] changes = [.. _gathered];
        var bytes = _gatheredBytes;
        _gathered.Clear();
        _gatheredBytes = 0;
        return PostAsync(changes, bytes);
    }

    private async ValueTask PostAsync(ClientMessage[] messages, int bytes)
    {
        var host = _room!.Host;
        var done = bytes > LargeFrame ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        if (!await host.PostAsync(new RoomCommand.Received(_session, this, messages, done) { At = Interlocked.Read(ref _lastHeard) }).ConfigureAwait(false))
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
    private async ValueTask LeaveRoomAsync(bool waits = false)
    {
        if (_room is { } room)
        {
            await PostGatheredAsync().ConfigureAwait(false);
            _room = null;
            var done = waits ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            if (await room.Host.PostAsync(new RoomCommand.Gone(_session, done)).ConfigureAwait(false) && done is not null)
            {
                // What the former room has still to say comes before the first word of the next one.
                await Task.WhenAny(done.Task, room.Host.Closed).ConfigureAwait(false);
            }

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

    private static ResponseMessage UnknownDocument(JoinMessage join) =>
        Refusal(join, ErrorCodes.UnknownDocument, "There is no document with this id: check the link, or make a new document.");

    private static ResponseMessage Refusal(ClientMessage message, string code, string text) =>
        new(ResponseStatus.Error, message.Id, Error: new WireError(code, text));

    private sealed record Ending(int Code, string Reason);
}
