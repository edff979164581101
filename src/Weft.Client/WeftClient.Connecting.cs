using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Client;

/// <summary>Staying connected: BEAT-1 to BEAT-4.</summary>
public sealed partial class WeftClient
{
    private bool _hasExpired;

    private async Task RunAsync()
    {
        var backoff = new Backoff(_options.FirstRetry);
        while (!_stopping.IsCancellationRequested)
        {
            SetStatus(new ClientStatus(ClientState.Connecting, backoff.Attempt));
            var end = await ConnectAndServeAsync().ConfigureAwait(false);
            var wait = backoff.WaitAfter(end);
            if (_stopping.IsCancellationRequested)
            {
                break;
            }

            SetStatus(new ClientStatus(wait is null ? end.Final ?? ClientState.Failed : ClientState.Disconnected, backoff.Attempt, end.Reason));
            if (await WaitAsync(wait ?? Timeout.InfiniteTimeSpan).ConfigureAwait(false))
            {
                backoff.Reset();
            }
            else
            {
                backoff.Next();
            }
        }
    }

    /// <summary>Waits for the time to pass, or for somebody to ask for it.</summary>
    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var again = _again.WaitAsync(asked.Token);
        await Task.WhenAny(again, Task.Delay(wait, _options.Time, asked.Token)).ConfigureAwait(false);
        await asked.CancelAsync().ConfigureAwait(false);

        // Only when it is known to be over: a wait that was given up but still stands in line would take the next request for itself.
        await again.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return again.IsCompletedSuccessfully;
    }

    private async Task<ConnectionEnd> ConnectAndServeAsync()
    {
        try
        {
            var token = await TokenAsync().ConfigureAwait(false);
            if (_hasExpired && string.Equals(token, _shownToken, StringComparison.Ordinal))
            {
                return new ConnectionEnd("The sign-in has expired; sign in again.") { Final = ClientState.SignedOut };
            }

            (_shownToken, _hasExpired) = (token, false);
            var connection = await WireConnection.ConnectAsync(_server, _stopping.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await ServeAsync(connection, token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WeftClientException or OperationCanceledException or WebSocketException)
        {
            return new ConnectionEnd(exception.Message);
        }
#pragma warning disable CA1031 // Whatever a caller's token source throws, the client stays and says why it has no connection.
        catch (Exception exception) when (_options.TokenSource is not null)
#pragma warning restore CA1031
        {
            return new ConnectionEnd(exception.Message);
        }
    }

    private ValueTask<string?> TokenAsync() =>
        _options.TokenSource is { } source ? source(_stopping.Token) : ValueTask.FromResult(_options.Token);

    private async Task<ConnectionEnd> ServeAsync(WireConnection connection, string? token)
    {
        var outgoing = Channel.CreateUnbounded<ClientMessage>(new UnboundedChannelOptions { SingleReader = true });
        Volatile.Write(ref _connection, connection);
        Interlocked.Exchange(ref _lastHeard, _options.Time.GetTimestamp());
        if (token is not null)
        {
            outgoing.Writer.TryWrite(new AuthMessage(token));
        }

        Drive((session, outputs) =>
        {
            _outgoing = outgoing;
            session.Connected(outputs);
        });
        var sending = SendAllAsync(connection, outgoing.Reader);
        var beat = _options.Time.CreateTimer(_ => Beat(connection, outgoing.Writer), null, _options.HeartbeatInterval, _options.HeartbeatInterval);
        ConnectionEnd end;
        await using (beat.ConfigureAwait(false))
        {
            end = await ReceiveAllAsync(connection, outgoing.Writer).ConfigureAwait(false);
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

    // Runs beside the receiving: a source may ask a person. Without another token the connection ends when the sign-in does.
    private async Task RenewAsync(ChannelWriter<ClientMessage> outgoing)
    {
        try
        {
            if (await TokenAsync().ConfigureAwait(false) is { } token)
            {
                _shownToken = token;
                outgoing.TryWrite(new AuthMessage(token));
            }
        }
#pragma warning disable CA1031 // The source is asked again at the next connection, and what it throws is told then.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }

    private async Task<ConnectionEnd> ReceiveAllAsync(WireConnection connection, ChannelWriter<ClientMessage> outgoing)
    {
        long? joined = null;
        try
        {
            while (await connection.ReceiveAsync(_stopping.Token).ConfigureAwait(false) is { } message)
            {
                Interlocked.Exchange(ref _lastHeard, _options.Time.GetTimestamp());
                Drive((session, outputs) => session.Receive(message, outputs));
                if (message is SyncMessage)
                {
                    joined ??= _options.Time.GetTimestamp();
                    _ready.TrySetResult();
                    SetStatus(new ClientStatus(ClientState.Connected));
                }
                else if (message is ExpiringMessage && _options.TokenSource is not null)
                {
                    _ = RenewAsync(outgoing);
                }
                else if (joined is null && message is ResponseMessage { Status: ResponseStatus.Error, Error: { } error } && !IsDelay(error))
                {
                    return ConnectionEnd.OfRefusal(error);
                }
            }
        }
        catch (InvalidOperationException exception)
        {
            // The server left something out; a new connection gets it right.
            return new ConnectionEnd(exception.Message) { HasJoined = joined is not null, HasLasted = HasLasted(joined) };
        }

        _hasExpired = connection.CloseCode == CloseCodes.SignInExpired;
        return new ConnectionEnd(ReasonOf(connection))
        {
            Final = FinalStateAfter(connection.CloseCode),
            HasJoined = joined is not null,
            HasLasted = HasLasted(joined),
            IsCrowded = connection.CloseCode == CloseCodes.TooManyConnections,
            IsStrained = connection.CloseCode is CloseCodes.TooManyConnections or CloseCodes.NotSaved,
        };
    }

    private bool HasLasted(long? joined) =>
        joined is { } since && _options.Time.GetElapsedTime(since) >= _options.FirstRetry * Backoff.LastingWaits;

    // These are about what was sent, not about the join.
    private static bool IsDelay(WireError error) => error.Code is ErrorCodes.AddressBusy or ErrorCodes.SlowDown;

    private ClientState? FinalStateAfter(int? code) => code switch
    {
        CloseCodes.FrameTooLarge or CloseCodes.TooManyBadMessages or CloseCodes.Replaced or CloseCodes.DocumentDeleted or CloseCodes.TooManyMessages => ClientState.Failed,
        CloseCodes.AccessWithdrawn => ClientState.Denied,
        CloseCodes.SignInFirst => ClientState.SignedOut,
        CloseCodes.SignInExpired when _options.TokenSource is null => ClientState.SignedOut,
        _ => null,
    };

    private static string ReasonOf(WireConnection connection) => connection.CloseCode is { } code
        ? string.Create(CultureInfo.InvariantCulture, $"The server closed the connection ({code}): {connection.CloseReason}")
        : "The connection was lost.";
}
