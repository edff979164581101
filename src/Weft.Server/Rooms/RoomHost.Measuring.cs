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

    public RoomDto Describe()
    {
        var revision = Interlocked.Read(ref _revision);
        return new RoomDto(Id, Title, Kind, revision, SessionCount, revision - _firstRevision, _opened.ToUnixTimeMilliseconds());
    }

    /// <summary>A message was dealt with.</summary>
    private void Measure(RoomCommand.Received received, ClientMessage message)
    {
        if (_room.Revision != _revision)
        {
            Interlocked.Exchange(ref _revision, _room.Revision);
            _services.Metrics.ChangeApplied();
        }

        if (message is JoinMessage && received.At != 0)
        {
            _services.Metrics.Joined(_services.Time.GetElapsedTime(received.At));
        }
    }

    /// <summary>So many changes are on disk, of which the first arrived then.</summary>
    private void MeasureDurable(int changes, long arrived)
    {
        if (arrived == 0)
        {
            return;
        }

        var elapsed = _services.Time.GetElapsedTime(arrived);
        for (var i = 0; i < changes; i++)
        {
            _services.Metrics.ChangeDurable(elapsed);
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
