using Weft.Engine;
using Weft.Protocol;
using Version = Weft.Engine.Version;

namespace Weft.Sync;

/// <content>
/// The history: the room holds what came of it, and the newest part. The rest is in the log, and is handed in when somebody needs it.
/// </content>
public sealed partial class Room
{
    private long _lastChange;
    private long _nextRelease;

    /// <summary>The revision before the first change whose history is held: 0 when all of it is.</summary>
    public long HistoryStart => _state.Document.ReleasedCount;

    /// <summary>
    /// Whether a message can only be taken with history that is not held: then <see cref="LoadHistory"/> comes before it, and before
    /// all that arrives meanwhile.
    /// </summary>
    /// <param name="session">The connection.</param>
    /// <param name="message">Its message.</param>
    public bool NeedsHistory(SessionId session, ClientMessage message) => message switch
    {
        RevertMessage revert => HistoryStart > 0
            && _sessions.GetValueOrDefault(session) is { IsJoined: true } known
            && JudgeRevert(known, revert, out _) is null,
        _ => NeedsHistoryOfBase(session, message),
    };

    private bool NeedsHistoryOfBase(SessionId session, ClientMessage message) =>
        message is ChangeMessage { Id: { } id } change
        && change.Base < HistoryStart
        && _sessions.GetValueOrDefault(session) is { IsJoined: true, Client: var client } known
        && !client.Saved.Contains(id)
        && Judge(known, change) is null
        && !HoldsOwn(client);

    /// <summary>
    /// Takes the history that is not held from the log. It stays until the room has been quiet for a while or has grown a good deal.
    /// Nothing is said or stored for it.
    /// </summary>
    /// <param name="history">The log's entries from the first on, at least those that are not held; the room's from now on.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <exception cref="CorruptLogException">The log is not that of this document.</exception>
    public void LoadHistory(StoredHistory history, long now)
    {
        ArgumentNullException.ThrowIfNull(history);
        string? reason = "It ends too early.";
        if (history.Revision < HistoryStart || !_state.Document.LoadHistory(history.State.Document, out reason))
        {
            throw new CorruptLogException($"The log is not that of the document in the snapshot: {reason}");
        }

        _lastChange = now;
        _nextRelease = Revision + _options.HistoryChanges;
    }

    /// <summary>Lets older history go when it is too much. It must be on disk by then.</summary>
    private void ReleaseGrown()
    {
        if (Revision >= _nextRelease && Revision - HistoryStart > 2L * _options.HistoryChanges)
        {
            Release();
        }
    }

    /// <summary>Lets older history go that nobody has needed for a while.</summary>
    private void ReleaseQuiet(long now)
    {
        // A clock that was set back counts as quiet: history is read again when somebody needs it.
        bool isQuiet = now < _lastChange || now - _lastChange >= _options.HistoryQuiet;
        if (isQuiet && (now < _lastJoin || now - _lastJoin >= _options.HistoryQuiet))
        {
            _whole = null;
            _gestures = null;
        }

        if (isQuiet && Revision - HistoryStart > _options.HistoryChanges)
        {
            // Whether or not there is a place to cut: it is looked for again after the next quiet time.
            _lastChange = now;
            Release();
        }
    }

    private void Release()
    {
        if (Revision - CommittedRevision <= _options.HistoryChanges)
        {
            _state.Document.ReleaseHistory(_options.HistoryChanges);
            _nextRelease = Revision + _options.HistoryChanges;
        }
    }

    /// <summary>
    /// Whether the newest change of a client is held. Everything before what is held is in its past, and so in that of the client's next one.
    /// </summary>
    private bool HoldsOwn(RoomClient client) => OwnVersion(client) is { } own && !_state.Document.NeedsHistory(own);

    /// <summary>The version of a client's newest change; null before the first.</summary>
    private Version? OwnVersion(RoomClient client)
    {
        long next = _state.Document.NextSequence(client.Name);
        return next == 0 ? null : Version.Of(new EventId(client.Name, next - 1));
    }
}
