using System.Collections.Immutable;
using System.Threading.Channels;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Client;

/// <summary>
/// One document, kept up to date and open for editing over any number of connections. Edits are shown at once and sent when possible;
/// what was not saved when a connection broke is sent again over the next. Thread-safe.
/// </summary>
public sealed partial class WeftClient : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ClientSession _session;
    private readonly ServerAddress _server;
    private readonly WeftClientOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _again = new(0);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private Channel<ClientMessage>? _outgoing;
    private WireConnection? _connection;
    private TaskCompletionSource _allSaved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientStatus _status = new(ClientState.Connecting);
    private string? _shownToken;
    private long _lastHeard;

    /// <summary>Begins to connect.</summary>
    /// <param name="server">The server.</param>
    /// <param name="settings">The document, and who the client is.</param>
    /// <param name="options">Null for the defaults.</param>
    public WeftClient(ServerAddress server, SessionSettings settings, WeftClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        _session = new ClientSession(settings);
        _options = options ?? new WeftClientOptions();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Something happened to the document or to who is in it. Raised outside any lock, on the thread that caused it: that of the connection,
    /// or that of <see cref="Edit"/>. A handler must not throw.
    /// </summary>
    public event EventHandler<SessionEventArgs>? Happened;

    /// <summary>The connection's state changed. A handler must not throw.</summary>
    public event EventHandler<StatusEventArgs>? StatusChanged;

    /// <summary>How the client stands with its server.</summary>
    public ClientStatus Status => Volatile.Read(ref _status);

    /// <summary>Completes when the document is there for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The revision of the confirmed document.</summary>
    public long Revision => Locked(session => session.Revision);

    /// <summary>What the user may do in the document; none before it has arrived. Below an editor the server refuses edits (ACCESS-5).</summary>
    public DocumentRole Role => Locked(session => session.Role);

    /// <summary>Whether the user may run code in the document.</summary>
    public bool CanRun => Locked(session => session.CanRun);

    /// <summary>What others see the user called; null before the document has arrived.</summary>
    public string? UserName => Locked(session => session.UserName);

    /// <summary>How many own changes are not saved yet.</summary>
    public int UnsavedCount => Locked(session => session.UnsavedCount);

    /// <summary>A text as the user sees it: what is confirmed, and the own unsaved changes.</summary>
    /// <param name="path">The text's path, such as <c>body</c>.</param>
    /// <returns>The text; an embed reads U+FFFC.</returns>
    public string Text(string path) => Locked(session => session.Text(path).ToString()!);

    /// <summary>The items of a collection as the user sees them.</summary>
    /// <param name="collection">The collection, such as <c>elements</c>.</param>
    /// <returns>The items of now, by id.</returns>
    public IReadOnlyList<Item> Items(string collection) => Locked<IReadOnlyList<Item>>(session => [.. session.Items(collection)]);

    /// <summary>Edits the document: at once in the view, on the server as soon as possible.</summary>
    /// <param name="operations">The operations, in the coordinates of the view.</param>
    /// <returns>The id of the change.</returns>
    /// <exception cref="ArgumentException">The edit is not possible in the view. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The document has not arrived yet.</exception>
    public long Edit(params ImmutableArray<WireOperation> operations)
    {
        long id = 0;
        Drive((session, outputs) => id = session.Edit(operations, null, outputs));
        return id;
    }

    /// <summary>Replaces a range of a text by other text. The range is found and edited in one step, whatever arrives meanwhile.</summary>
    /// <param name="path">The text.</param>
    /// <param name="edit">Given the text of now, says what to do in it.</param>
    /// <returns>The id of the change.</returns>
    /// <exception cref="ArgumentException">The edit is not possible in the view. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The document has not arrived yet.</exception>
    public long EditText(string path, Func<IReadOnlyText, TextEdit> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        long id = 0;
        Drive((session, outputs) => id = session.Edit([new TextOperation(path, [edit(session.Text(path))])], null, outputs));
        return id;
    }

    /// <summary>Completes when no own change is unsaved.</summary>
    /// <returns>The task.</returns>
    public Task AllSavedAsync()
    {
        lock (_lock)
        {
            return _session.UnsavedCount == 0 ? Task.CompletedTask : _allSaved.Task;
        }
    }

    /// <summary>Tries again at once, also after having given up.</summary>
    public void Reconnect() => _again.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        _again.Dispose();
    }

    /// <summary>Cuts the connection as a broken network does.</summary>
    internal void Cut() => Volatile.Read(ref _connection)?.Cut();

    private T Locked<T>(Func<ClientSession, T> read)
    {
        lock (_lock)
        {
            return read(_session);
        }
    }

    // The session speaks under the lock; what it said is passed on outside.
    private void Drive(Action<ClientSession, List<SessionOutput>> work)
    {
        var outputs = new List<SessionOutput>();
        TaskCompletionSource? saved = null;
        lock (_lock)
        {
            work(_session, outputs);
            foreach (var transmit in outputs.OfType<Transmit>())
            {
                // The connection takes batches apart, and the session takes several changes as one.
                _outgoing?.Writer.TryWrite(transmit.Message is JoinMessage join ? join with { Batch = true } : transmit.Message);
            }

            if (_session.UnsavedCount == 0)
            {
                saved = _allSaved;
                _allSaved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        saved?.TrySetResult();
        foreach (var output in outputs.Where(o => o is not Transmit))
        {
            Happened?.Invoke(this, new SessionEventArgs(output));
        }
    }

    private void SetStatus(ClientStatus status)
    {
        Volatile.Write(ref _status, status);
        StatusChanged?.Invoke(this, new StatusEventArgs(status));
    }
}
