using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// The client's side of one document, as a state machine (CHANGE-13): the confirmed document at a revision, and the user's own unsaved
/// changes, some sent and some queued, each kept rebased on what is before it. The view is all of them applied. No I/O, no clock, no
/// thread; one caller at a time. The TypeScript SDK follows the same algorithm and is held by the same traces.
/// <para>
/// What is confirmed is only ever what the server said, so a view cannot diverge from the document; only where an unsaved edit is shown is a
/// prediction.
/// </para>
/// </summary>
public sealed partial class ClientSession
{
    /// <summary>Inserted units up to which queued edits of one text become one change: a frame stays far below its limit.</summary>
    private const int MaxComposedUnits = 16_384;

    private readonly SessionSettings _settings;
    private readonly SortedDictionary<string, RichText> _confirmed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RichText> _view = new(StringComparer.Ordinal);
    private readonly ItemTable _confirmedItems = new();
    private readonly ItemTable _viewItems = new();
    private readonly List<PendingChange> _sent = [];
    private readonly List<PendingChange> _queued = [];

    /// <summary>The texts in which a change of others moved sent edits; nothing on them is sent until those are answered.</summary>
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);
    private long _nextId = 1;

    /// <summary>A session that knows nothing of its document yet.</summary>
    public ClientSession(SessionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
    }

    /// <summary>A session that goes on where another ended.</summary>
    /// <exception cref="ArgumentException">The state holds something that is not text or JSON.</exception>
    public ClientSession(SessionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _settings = state.Settings;
        Generation = state.Generation;
        Revision = state.Revision;
        _nextId = state.NextId;
        LoadConfirmed(state.Confirmed);
        _sent.AddRange(state.Sent.Select(PendingChange.From));
        _queued.AddRange(state.Queued.Select(PendingChange.From));
        _moved.UnionWith(state.Moved);
        RebuildView();
    }

    /// <summary>The client id.</summary>
    public string Client => _settings.Client;

    /// <summary>The generation of the confirmed document; null before the first sync.</summary>
    public string? Generation { get; private set; }

    /// <summary>The revision of the confirmed document.</summary>
    public long Revision { get; private set; }

    /// <summary>Whether messages can be sent: joined, and not disconnected since.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>What the user may do in the document, as far as is known; none before the first sync. The server judges each change itself.</summary>
    public DocumentRole Role { get; private set; }

    /// <summary>Whether the user may run code in the document.</summary>
    public bool CanRun { get; private set; }

    /// <summary>What others see the user called; null before the first sync.</summary>
    public string? UserName { get; private set; }

    /// <summary>How many changes are not saved yet.</summary>
    public int UnsavedCount => _sent.Count + _queued.Count;

    /// <summary>The paths of the texts that have content, confirmed or not.</summary>
    public IEnumerable<string> TextPaths => _view.Where(text => text.Value.Length > 0).Select(text => text.Key);

    private IEnumerable<PendingChange> Pending => _sent.Concat(_queued);

    /// <summary>A text as the user sees it; it changes as the session does.</summary>
    public IReadOnlyText Text(string path) => _view.TryGetValue(path, out RichText? text) ? text : new RichText();

    /// <summary>The items of a collection as the user sees them, by id.</summary>
    public IEnumerable<Item> Items(string collection) => _viewItems.In(collection);

    /// <summary>An item as the user sees it; null when it is not there.</summary>
    public Item? Find(ItemPath path) => _viewItems.Find(path.ToString());

    /// <summary>A connection is there: joins.</summary>
    public void Connected(ICollection<SessionOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        IsJoined = false;
        HaveState? have = Generation is { } generation ? new HaveState(generation, Revision) : null;
        outputs.Add(new Transmit(new JoinMessage(_settings.Document, Client, _settings.Name, _settings.Color, have)));
    }

    /// <summary>The connection is gone. The user may go on editing.</summary>
    public void Disconnected()
    {
        IsJoined = false;
        _users.Clear();
        _cursors.Clear();
    }

    /// <summary>Takes a message of the server.</summary>
    /// <exception cref="InvalidOperationException">The server broke the protocol, for example left a revision out: connect anew.</exception>
    public void Receive(ServerMessage message, ICollection<SessionOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        switch (message)
        {
            case SyncMessage sync:
                OnSync(sync, outputs);
                break;
            case ResponseMessage response:
                OnResponse(response, outputs);
                break;
            case RemoteChangeMessage change when IsJoined:
                OnRemoteChange(change, outputs);
                break;
            case RemoteCursorMessage cursor when IsJoined:
                OnCursor(cursor, outputs);
                break;
            case AccessMessage access when IsJoined:
                (Role, CanRun) = (access.Role, access.Run == true);
                outputs.Add(new AccessChanged(Role, CanRun, access.By));
                break;
            case PresenceMessage presence when IsJoined:
                OnPresence(presence, outputs);
                break;
        }
    }

    /// <summary>The user edits: shown at once, sent as soon as it may be.</summary>
    /// <param name="ops">The operations, in the coordinates of the view.</param>
    /// <param name="at">When, in milliseconds since 1970 on the server's clock; null for the time of its arrival.</param>
    /// <param name="outputs">Where to add what follows.</param>
    /// <param name="seen">
    /// The newest revision that the user had seen, when the view was ahead of that: an edit of items alone counts as made then, and later ones
    /// of others as made beside it. Null for all that the view shows.
    /// </param>
    /// <returns>The id of the change. Edits of one text that cannot be sent yet share one.</returns>
    /// <exception cref="ArgumentException">The edit is not possible in the view, or does nothing. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">There is no document yet.</exception>
    public long Edit(ImmutableArray<WireOperation> ops, long? at, ICollection<SessionOutput> outputs, long? seen = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (Generation is null)
        {
            throw new InvalidOperationException("The document has not arrived yet.");
        }

        PendingChange made = ReadEdit(ops, at, Math.Min(seen ?? Revision, Revision));
        var shown = ImmutableArray.CreateBuilder<WireOperation>();
        foreach ((string path, TextDelta delta) in made.Texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            ApplyToView(path, delta, shown);
        }

        PendingChange kept = Enqueue(made);
        RefreshItems(made.Items.SelectMany(item => item.Touched), shown);
        outputs.Add(new ViewChanged(ViewOrigin.Local, shown.ToImmutable()));
        Flush(outputs);
        return kept.Id;
    }

    /// <summary>All that is needed to go on in another process.</summary>
    public SessionState Export() => new(
        _settings,
        Generation,
        Revision,
        _nextId,
        new WireSnapshot(
            _confirmed.ToDictionary(text => text.Key, text => SnapshotTexts.ToWire(text.Value), StringComparer.Ordinal),
            _confirmedItems.ToWire()),
        [.. _sent.Select(change => change.ToState())],
        [.. _queued.Select(change => change.ToState())],
        [.. _moved.Order(StringComparer.Ordinal)]);

    /// <summary>Compares the view with what it stands for. For tests: costs as much as the document.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public void CheckInvariants()
    {
        foreach (string path in _view.Keys.Union(_confirmed.Keys, StringComparer.Ordinal))
        {
            RichText expected = BuildView(path);
            if (!expected.Runs().SequenceEqual(Text(path).Runs()))
            {
                throw new InvalidOperationException($"The view of '{path}' shows '{Text(path)}' instead of '{expected}'.");
            }
        }

        foreach (string path in _viewItems.All.Concat(_confirmedItems.All).Select(item => item.Key).Distinct(StringComparer.Ordinal))
        {
            if (!Equals(_viewItems.Find(path), Overlay(path)))
            {
                throw new InvalidOperationException($"The view of the item '{path}' is not confirmed and unsaved changes together.");
            }
        }
    }
}
