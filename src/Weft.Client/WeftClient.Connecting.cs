using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Client;

/// <summary>Staying connected: BEAT-1 to BEAT-4.</summary>
public sealed partial class WeftClient
{
    private async Task RunAsync()
    {
        var attempt = 0;
        while (!_stopping.IsCancellationRequested)
        {
            SetStatus(new ClientStatus(ClientState.Connecting, attempt));
            var end = await ConnectAndServeAsync().ConfigureAwait(false);
            attempt = end.HadJoined ? 0 : attempt;
            var isOver = end.IsFinal || attempt >= Limits.MaxReconnects;
            if (_stopping.IsCancellationRequested)
            {
                break;
            }

            SetStatus(new ClientStatus(isOver ? ClientState.Failed : ClientState.Disconnected, attempt, end.Reason));
            var wait = isOver ? Timeout.InfiniteTimeSpan : _options.FirstRetry * Math.Pow(RetryGrowth, attempt);
            attempt = await WaitAsync(wait).ConfigureAwait(false) ? 0 : attempt + 1;
        }
    }

    /// <summary>Waits for the time to pass, or for somebody to ask for it.</summary>
    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var again = _again.WaitAsync(asked.Token);
        var first = await Task.WhenAny(again, Task.Delay(wait, _options.Time, asked.Token)).ConfigureAwait(false);
        var wasAsked = first == again && again.IsCompletedSuccessfully;
        await asked.CancelAsync().ConfigureAwait(false);
        return wasAsked;
    }

    private async Task<End> ConnectAndServeAsync()
    {
        try
        {
            var connection = await WireConnection.ConnectAsync(_server, _stopping.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await ServeAsync(connection).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WeftClientException or OperationCanceledException or WebSocketException)
        {
            return new End(false, false, exception.Message);
        }
    }

    private async Task<End> ServeAsync(WireConnection connection)
    {
        var outgoing = Channel.CreateUnbounded<ClientMessage>(new UnboundedChannelOptions { SingleReader = true });
        Volatile.Write(ref _connection, connection);
        Interlocked.Exchange(ref _lastHeard, _options.Time.GetTimestamp());
        Drive((session, outputs) =>
        {
            _outgoing = outgoing;
            session.Connected(outputs);
        });
        var sending = SendAllAsync(connection, outgoing.Reader);
        var beat = _options.Time.CreateTimer(_ => Beat(connection, outgoing.Writer), null, _options.HeartbeatInterval, _options.HeartbeatInterval);
        End end;
        await using (beat.ConfigureAwait(false))
        {
            end = await ReceiveAllAsync(connection).ConfigureAwait(false);
        }

        Drive((session, _) =>
        {
            _outgoing = null;
            session.Disconnected();
        });
        outgoing.Writer.TryComplete();
        connection.Cut();
        await sending.ConfigureAwait(false);
        return end;
    }

    private void Beat(WireConnection connection, ChannelWriter<ClientMessage> outgoing)
    {
        if (_options.Time.GetElapsedTime(Interlocked.Read(ref _lastHeard)) > _options.Patience)
        {
            connection.Cut();
        }
        else
        {
            outgoing.TryWrite(new HeartbeatMessage());
        }
    }

    private async Task SendAllAsync(WireConnection connection, ChannelReader<ClientMessage> outgoing)
    {
        try
        {
            await foreach (var message in outgoing.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
            {
                await connection.SendAsync(message, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The receiving side notices as well, and decides what comes next.
            connection.Cut();
        }
    }

    private async Task<End> ReceiveAllAsync(WireConnection connection)
    {
        var hadJoined = false;
        try
        {
            while (await connection.ReceiveAsync(_stopping.Token).ConfigureAwait(false) is { } message)
            {
                Interlocked.Exchange(ref _lastHeard, _options.Time.GetTimestamp());
                Drive((session, outputs) => session.Receive(message, outputs));
                if (message is SyncMessage)
                {
                    hadJoined = true;
                    _ready.TrySetResult();
                    SetStatus(new ClientStatus(ClientState.Connected));
                }
                else if (!hadJoined && message is ResponseMessage { Status: ResponseStatus.Error, Error: { } error })
                {
                    return new End(false, true, error.Message);
                }
            }
        }
        catch (InvalidOperationException exception)
        {
            // The server left something out; a new connection gets it right.
            return new End(hadJoined, false, exception.Message);
        }

        return new End(hadJoined, IsFinal(connection.CloseCode), ReasonOf(connection));
    }

    private static bool IsFinal(int? code) => code is CloseCodes.FrameTooLarge or CloseCodes.TooManyBadMessages or CloseCodes.Replaced
        or CloseCodes.DocumentDeleted or CloseCodes.TooManyMessages;

    private static string ReasonOf(WireConnection connection) => connection.CloseCode is { } code
        ? string.Create(CultureInfo.InvariantCulture, $"The server closed the connection ({code}): {connection.CloseReason}")
        : "The connection was lost.";

    /// <summary>How a connection ended.</summary>
    private sealed record End(bool HadJoined, bool IsFinal, string Reason);
}
