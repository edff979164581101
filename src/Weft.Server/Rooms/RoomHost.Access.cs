using Weft.Protocol;
using Weft.Server.Access;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>
/// Who may do what here. It is asked before each join, and for everybody again before the next command once it may have changed: so each
/// message is judged by what holds when its turn comes.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>Longer than this no timer is set; it is looked at again then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);
    private ITimer? _accessTimer;
    private DateTimeOffset? _lookDue;
    private readonly Lock _staleLock = new();
    private volatile bool _accessIsStale;
    private string? _accessChangedBy;

    /// <summary>Says that somebody here may do less or more than before. Returns at once.</summary>
    /// <param name="by">The name of who made it so; null when nobody did, or it is not known.</param>
    public void RefreshAccess(string? by = null)
    {
        lock (_staleLock)
        {
            // Of two who changed something at once neither is named.
            _accessChangedBy = !_accessIsStale || string.Equals(_accessChangedBy, by, StringComparison.Ordinal) ? by : null;
            _accessIsStale = true;
        }

        _mailbox.Writer.TryWrite(RoomCommand.Wake.Instance);
    }

    private static RoomGrant ToRoom(Caller caller, Grant grant) => new(caller.Id, grant.Role)
    {
        CanRun = grant.CanRun,
        Name = caller.Name,
        IsGuest = caller.Kind == CallerKind.Guest,
        IsPersonal = Caller.IsPerson(caller.Id),
    };

    private async ValueTask LoadAuthorsAsync()
    {
        var authors = await _services.Access.AuthorsOfAsync(Id).ConfigureAwait(false);
        _noted.UnionWith(authors.Select(author => author.Client));
        _room.LoadNames(authors.Select(author => KeyValuePair.Create(author.Client, author.Name)));
        _room.LoadOwners(authors.Where(author => Caller.IsPerson(author.Caller)).Select(author => KeyValuePair.Create(author.Client, author.Caller)));
    }

    private ValueTask GrantAgainAsync()
    {
        if (!_accessIsStale)
        {
            return ValueTask.CompletedTask;
        }

        string? by;
        lock (_staleLock)
        {
            _accessIsStale = false;
            by = _accessChangedBy;
        }

        _lookDue = null;
        return GrantAsync(_peers, by);
    }

    private async ValueTask GrantAsync(IEnumerable<KeyValuePair<SessionId, IRoomPeer>> peers, string? by = null)
    {
        var callers = new Dictionary<SessionId, Caller>();
        foreach (var (session, peer) in peers)
        {
            if (peer.Caller is { } caller)
            {
                callers.Add(session, caller);
            }
        }

        var rights = await _services.Access.RightsOfAsync(Id, callers.Values, CancellationToken.None).ConfigureAwait(false);
        var now = _services.Time.GetUtcNow();
        foreach (var (session, caller) in callers)
        {
            var standing = rights.Of(caller, now);
            _room.Grant(session, ToRoom(caller, standing.Grant) with { ChangedBy = by }, _outputs);
            if (standing.Until is { } end)
            {
                LookAgain(end - now);
            }
        }
    }

    // An earlier look than needed costs little, and sets the timer for the next one.
    private void LookAgain(TimeSpan wait)
    {
        wait = wait < LongestWait ? wait : LongestWait;
        var due = _services.Time.GetUtcNow() + wait;
        if (_lookDue is null || due < _lookDue)
        {
            _lookDue = due;
            _accessTimer ??= _services.Time.CreateTimer(_ => RefreshAccess(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _accessTimer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    // Whose a client id is must be on disk before the room says or stores anything that follows: rights hang on it.
    private ValueTask NoteAsync(Claim claim)
    {
        if (Caller.IsPerson(claim.Caller))
        {
            return new ValueTask(_services.Access.NoteAuthorAsync(Id, claim.Client, claim.Caller, claim.Name));
        }

        if (_noted.Add(claim.Client))
        {
            _ = NoteForHistoryAsync(claim);
        }

        return ValueTask.CompletedTask;
    }

    // Of those who share the server only the name is wanted, later: nobody waits for that.
    private async Task NoteForHistoryAsync(Claim claim)
    {
        try
        {
            await _services.Access.NoteAuthorAsync(Id, claim.Client, claim.Caller, claim.Name).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The history has a client id in place of a name then.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.AuthorNotNoted(_services.Logger, Id, exception);
        }
    }
}
