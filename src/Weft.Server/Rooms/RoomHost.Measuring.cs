using Weft.Protocol;
using Weft.Server.Admin;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>What is measured of a room, and told to those who look after the server.</summary>
internal sealed partial class RoomHost
{
    private readonly DateTimeOffset _opened;
    private readonly long _firstRevision;
    private long _revision;
    private long _arrived;

    public RoomDto Describe()
    {
        var revision = Interlocked.Read(ref _revision);
        return new RoomDto(Id, Title, Kind, revision, SessionCount, revision - _firstRevision, _opened.ToUnixTimeMilliseconds());
    }

    /// <summary>A message was dealt with.</summary>
    private void Measure(RoomCommand.Received received)
    {
        if (_room.Revision != _revision)
        {
            Interlocked.Exchange(ref _revision, _room.Revision);
            _services.Metrics.ChangeApplied();
        }

        if (received is { Message: JoinMessage, At: not 0 })
        {
            _services.Metrics.Joined(_services.Time.GetElapsedTime(received.At));
        }
    }

    private void MeasureDurable(long arrived)
    {
        if (arrived != 0)
        {
            _services.Metrics.ChangeDurable(_services.Time.GetElapsedTime(arrived));
        }
    }

    private void MeasureRejection(ServerMessage message)
    {
        if (message is ResponseMessage { Status: ResponseStatus.Rejected, Error: { } error })
        {
            _services.Metrics.ChangeRejected(error.Code);
        }
    }
}
