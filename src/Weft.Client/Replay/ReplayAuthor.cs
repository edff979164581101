using Weft.Protocol;

namespace Weft.Client.Replay;

/// <summary>
/// One author's connection: sends changes ahead of their answers, within a window, and checks that each answer gives the revision that
/// was planned.
/// </summary>
internal sealed class ReplayAuthor : IAsyncDisposable
{
    /// <summary>Unanswered changes; well under the server's bound (CHANGE-4).</summary>
    private const int Window = 512;

    private readonly WireConnection _connection;
    private readonly string _document;
    private readonly SemaphoreSlim _free = new(Window, Window);
    private readonly Queue<(long Id, long Revision)> _unanswered = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private TaskCompletionSource? _drained;
    private Task _receiving = Task.CompletedTask;
    private long _lastSent;
    private long _saved;

    private ReplayAuthor(WireConnection connection, string document)
    {
        _connection = connection;
        _document = document;
    }

    /// <summary>The newest revision that this author was answered.</summary>
    public long Saved => Interlocked.Read(ref _saved);

    public static async Task<ReplayAuthor> JoinAsync(ServerAddress server, string? token, string document, int number, CancellationToken cancellationToken)
    {
        var connection = await WireConnection.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        var author = new ReplayAuthor(connection, document);
        if (token is not null)
        {
            await connection.SendAsync(new AuthMessage(token), cancellationToken).ConfigureAwait(false);
        }

        await connection.SendAsync(new JoinMessage(document, $"author-{number}", $"Author {number + 1}") { Id = 1 }, cancellationToken).ConfigureAwait(false);
        while (await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false) is var message)
        {
            switch (message)
            {
                case SyncMessage:
                    author._receiving = Task.Run(author.ReceiveAsync, CancellationToken.None);
                    return author;
                case ResponseMessage { Error: { } error }:
                    throw new WeftClientException($"The server refused the author: {error.Message}");
                case null:
                    throw new WeftClientException("The server closed the connection during the join.");
            }
        }

        throw new WeftClientException("The server did not answer the join.");
    }

    public async ValueTask SendAsync(PlannedChange change, long baseRevision, long revision, CancellationToken cancellationToken)
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            await Task.WhenAny(_free.WaitAsync(cancellationToken), _failed.Task).ConfigureAwait(false);
        }

        await ThrowIfFailedAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _unanswered.Enqueue((change.Id, revision));
        }

        var message = new ChangeMessage(baseRevision, [new TextOperation("body", [change.Edit])], _lastSent == 0 ? null : _lastSent) { Id = change.Id };
        _lastSent = change.Id;
        await _connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until everything that was sent is saved.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource drained;
        lock (_lock)
        {
            if (_unanswered.Count == 0)
            {
                return;
            }

            drained = _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await Task.WhenAny(drained.Task, _failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        await ThrowIfFailedAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _ending.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _free.Dispose();
        _ending.Dispose();
    }

    private Task ThrowIfFailedAsync() => _failed.Task.IsCompleted ? _failed.Task : Task.CompletedTask;

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _connection.ReceiveAsync(_ending.Token).ConfigureAwait(false) is { } message)
            {
                if (message is ResponseMessage response)
                {
                    Take(response);
                }
            }

            Fail($"The server closed the connection ({_connection.CloseCode}: {_connection.CloseReason}).");
        }
        catch (Exception exception) when (exception is WeftClientException or OperationCanceledException or ObjectDisposedException)
        {
            _failed.TrySetException(exception);
        }
    }

    private void Take(ResponseMessage response)
    {
        (long Id, long Revision) expected;
        lock (_lock)
        {
            expected = _unanswered.Dequeue();
            if (_unanswered.Count == 0)
            {
                _drained?.TrySetResult();
            }
        }

        if (response.Status != ResponseStatus.Saved)
        {
            Fail($"The server did not save change {response.InReply} of '{_document}': {response.Error?.Code}, {response.Error?.Message}");
        }
        else if (response.InReply != expected.Id || response.Revision != expected.Revision)
        {
            Fail($"Change {response.InReply} became revision {response.Revision}, planned was {expected.Revision}: somebody else edits the document during the replay.");
        }

        Interlocked.Exchange(ref _saved, expected.Revision);
        _free.Release();
    }

    private void Fail(string message) => _failed.TrySetException(new WeftClientException(message));
}
