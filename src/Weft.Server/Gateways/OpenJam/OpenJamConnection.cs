using System.Collections.Immutable;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;
using Weft.Sync;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>
/// OpenJam's front-end, unmodified, in a board's room. The document is the board; kept here is only what tells the front-end's canvas from it.
/// docs/openjam.md says what the front-end does and why this answers it so.
/// </summary>
internal sealed partial class OpenJamConnection : GatewayConnection
{
    private readonly JamFrames _frames;
    private readonly JamRoom _room;
    private readonly JamPictures _pictures;
    private readonly JamFiles _files;
    private readonly JamUser _user;
    private readonly string _roomName;
    private ImmutableSortedDictionary<string, long> _clock = JamFrames.NoClock;
    private JamKnowledge _known = JamKnowledge.None;

    public OpenJamConnection(GatewayVisit visit, string roomName, JamUser user, GatewayServices services, JamRooms rooms, JamFiles files)
        : base(visit, services)
    {
        (_roomName, _user, _room) = (roomName, user, rooms.Of(visit.Room.Host.Id));
        _frames = new JamFrames(services.Ids);
        (_files, _pictures) = (files, JamFiles.Of(Document));
        _room.Enter(this, Session.Client, user);
    }

    /// <summary>Who it is.</summary>
    public JamUser User => _user;

    /// <summary>What the front-end shows and may not have heard of. Read by others too.</summary>
    public JamKnowledge Known => Volatile.Read(ref _known);

    /// <summary>The frame by which it wanted into another room; null when it did not.</summary>
    public JamMessage.Join? Next { get; private set; }

    /// <inheritdoc/>
    protected override string Protocol => "OpenJam";

    /// <inheritdoc/>
    protected override bool TakesFrames => _parts.Count == 0;

    private BoardItems Items => BoardItems.Of(Session, _pictures, _gone.Contains);

    /// <summary>The front-end saves, which says what it shows. For any thread; before what is saved is heard of.</summary>
    public void Saved(JamSaveDraft draft) => Post(() =>
    {
        Know(draft.On(Canvas));
        foreach (var id in draft.Unsure)
        {
            Doubt(id);
        }
    });

    /// <summary>The front-end has been sent what the board was at a revision, and will show that. For any thread.</summary>
    public void Loads(long revision) => Post(() =>
    {
        _load = (Math.Min(_load?.Revision ?? revision, revision), Services.Time.GetUtcNow() + Crossing);
        WakeIn(Crossing);
    });

    /// <summary>Forgets it; to be called when it has run.</summary>
    public void Forget() => _room.Leave(this, Session.Client, Session.Revision);

    /// <inheritdoc/>
    protected override async ValueTask WelcomeAsync(SyncMessage sync)
    {
        var elements = JamReader.Elements(Items);
        Volatile.Write(ref _known, JamKnowledge.None with { Canvas = JamCanvas.Of(elements) });
        foreach (var user in sync.Users)
        {
            _people[user.Client] = PersonOf(user);
        }

        await SendAsync(_frames.Sync(_roomName, elements, [new JamPerson(_user.Id, _user.Name, _user.Color), .. Others()], Services.Time.GetUtcNow())).ConfigureAwait(false);
        await CatchUpAsync().ConfigureAwait(false);
        if (_room.SentLately(_user.Id, Crossing) is { } revision)
        {
            Loads(revision);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask TakeFrameAsync(ReadOnlyMemory<byte> frame)
    {
        switch (JamMessage.Parse(frame))
        {
            case JamMessage.Op op:
                await TakeAsync(op).ConfigureAwait(false);
                break;
            case JamMessage.Cursor cursor:
                await PointAsync(new CursorMessage(0, Pointer: new CursorPoint(cursor.X, cursor.Y))).ConfigureAwait(false);
                break;
            case JamMessage.Join join:
                Next = join;
                Leave();
                break;
            case JamMessage.Leave:
                Leave();
                break;
            case JamMessage.Unknown unknown:
                await SendAsync(JamFrames.Error(unknown.Error)).ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask ShowAsync(SessionOutput output, ServerMessage cause)
    {
        switch (output)
        {
            case ViewChanged { Origin: ViewOrigin.Remote or ViewOrigin.Rollback } changed:
                await ShowAsync(changed.Ops, cause as RemoteChangeMessage).ConfigureAwait(false);
                break;
            case ChangeRejected rejected:
                await SendAsync(JamFrames.Error(rejected.Error.Message)).ConfigureAwait(false);
                break;
            case PresenceChanged presence:
                await ShowAsync(presence.Message).ConfigureAwait(false);
                break;
            case CursorMoved moved:
                await ShowCursorAsync(moved.Client).ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask TickAsync()
    {
        if (_parts.Count > 0 && Session.UnsavedCount == 0)
        {
            await EditAsync(_parts.Dequeue()).ConfigureAwait(false);
        }

        await ResolveAsync().ConfigureAwait(false);
        await CorrectAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// A front-end that comes back after its line broke keeps what it had and asks for nothing: it is told of all that changed lately, and since it was
    /// here last. What it has already it takes once more without harm.
    /// </summary>
    private async ValueTask CatchUpAsync()
    {
        var since = (Services.Time.GetUtcNow() - Lately).ToUnixTimeMilliseconds();
        var left = _room.LeftAt(_user.Id) is { } revision ? revision - OnTheWay : long.MaxValue;
        var changes = await ReadAsync(room => room.RecentChanges(0).Where(change => change.At >= since || change.Revision > left || change.Revision > room.Revision - OnTheWay).ToList()).ConfigureAwait(false);
        foreach (var id in changes.SelectMany(change => change.Ops).SelectMany(Touched).Distinct(StringComparer.Ordinal).ToList())
        {
            var element = JamReader.Element(Items, id);
            await SendAsync(element is null ? _frames.Delete(id, Nobody()) : _frames.Add(id, element, Nobody())).ConfigureAwait(false);
            if (element is null)
            {
                Know(Canvas.Without(id));
            }
        }
    }
}
