using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Admin;
using Weft.Server.Limiting;

namespace Weft.Server.Sockets;

/// <summary>What one connection may do, and what can be told of it.</summary>
internal sealed partial class Connection
{
    /// <summary>The longest that reading waits for an address that sent too much: silence must stay shorter than what counts as dead.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BusyNotice = TimeSpan.FromSeconds(1);

    private readonly TokenBucket _joins;
    private readonly DateTimeOffset _opened;
    private volatile JoinMessage? _joined;
    private long? _toldBusy;
    private long _received;
    private long _bytesSent;

    public SessionDto Describe(DocumentRole? role)
    {
        var caller = Caller;
        var room = _room?.Host;
        var heard = _services.Time.GetUtcNow() - _services.Time.GetElapsedTime(Interlocked.Read(ref _lastHeard));
        return new SessionDto(
            _session.Value,
            _origin.Address?.ToString(),
            room?.Id,
            room?.Title,
            room is null ? null : _joined?.Client,
            caller?.Name ?? (room is null ? null : _joined?.Name),
            caller?.Id,
            caller?.Account,
            role is null or DocumentRole.None ? null : RoleNames.Of(role.Value),
            _opened.ToUnixTimeMilliseconds(),
            heard.ToUnixTimeMilliseconds(),
            Volatile.Read(ref _received),
            Volatile.Read(ref _bytesSent),
            Math.Max(0, Volatile.Read(ref _waitingBytes)));
    }

    private ServerLimit? JoinLimit() => !_joins.TryTake() ? ServerLimits.Joins
        : _origin.Use?.TryJoin() == false ? ServerLimits.AddressJoins
        : null;

    private ResponseMessage? RefuseJoin(JoinMessage join) => join.Name is { } name && name.Length > _services.Options.Limits[ServerLimits.NameUnits]
        ? Refuse(join, ServerLimits.NameUnits, $"The field 'name' may have at most {_services.Options.Limits[ServerLimits.NameUnits]} characters.")
        : JoinLimit() is { } limit ? Refuse(join, limit, "Too many joins in a short time: wait a minute, then join again.")
        : null;

    private ResponseMessage Refuse(ClientMessage message, ServerLimit limit, string text)
    {
        _services.Metrics.Hit(limit);
        return Refusal(message, limit.Code, text);
    }

    private void CountReceived(int bytes)
    {
        _received += bytes;
        _services.Metrics.Received(bytes);
    }

    private void CountSent(int bytes)
    {
        _bytesSent += bytes;
        _services.Metrics.Sent(bytes);
    }

    private void CountClosing(int code)
    {
        _services.Metrics.ConnectionClosed(code);
        switch (code)
        {
            case CloseCodes.TooSlow:
                _services.Metrics.Resync();
                _services.Metrics.Hit(
                    Volatile.Read(ref _waitingBytes) > _services.Options.MaxWaitingBytes ? ServerLimits.WaitingBytes : ServerLimits.WaitingFrames);
                break;
            case CloseCodes.FrameTooLarge:
                _services.Metrics.Hit(ServerLimits.SkippedFrameBytes);
                break;
            case CloseCodes.TooManyBadMessages:
                _services.Metrics.Hit(ServerLimits.BadMessages);
                break;
        }
    }

    /// <summary>Holds BEAT-7: what an address sends beyond its share is not lost, it is read later.</summary>
    private async ValueTask KeepToShareAsync(int bytes)
    {
        if (_origin.Use is not { } use || use.Charge(bytes) is not { Ticks: > 0 } wait)
        {
            return;
        }

        var now = _services.Time.GetTimestamp();
        if (_toldBusy is not { } told || _services.Time.GetElapsedTime(told, now) >= BusyNotice)
        {
            _toldBusy = now;
            _services.Metrics.Hit(ServerLimits.AddressMessages);
            Send(new ResponseMessage(ResponseStatus.Error, Error: new WireError(
                ErrorCodes.AddressBusy, "Your network sends more than is taken at once: what comes beyond is read later.")));
        }

        await PostGatheredAsync().ConfigureAwait(false);
        await Task.Delay(wait < LongestPause ? wait : LongestPause, _services.Time, _cut.Token).ConfigureAwait(false);
    }
}
