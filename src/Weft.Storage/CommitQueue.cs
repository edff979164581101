using System.Diagnostics;
using System.Threading.Channels;

namespace Weft.Storage;

/// <summary>
/// The one writer of a store, for all documents. Whatever waits while a commit is on its way to the disk goes into the next one, so
/// the cost of durability is one flush per batch and not per change. Appends of one document are committed in the order in which they
/// were enqueued. A document whose append is refused does not hold up the others.
/// </summary>
#pragma warning disable CA1711 // It is a queue; the rule means collections.
public sealed class CommitQueue : IAsyncDisposable
#pragma warning restore CA1711
{
    /// <summary>How many appends may wait; past it <see cref="EnqueueAsync"/> waits. A few seconds' work of a slow disk.</summary>
    public const int Capacity = 8_192;

    /// <summary>The most bytes in one commit: enough to make the flush cheap, little enough to keep its latency small.</summary>
    public const int BatchBytes = 8 * 1024 * 1024;

    private readonly IDocumentStore _store;
    private readonly Action<int, TimeSpan>? _committed;
    private readonly Channel<Waiting> _channel = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _loop;

    /// <summary>Starts the writer.</summary>
    /// <param name="store">The store; it is not disposed by the queue.</param>
    /// <param name="committed">Is told of each commit how many appends it held and how long it took, on the writer's thread; must not throw.</param>
    public CommitQueue(IDocumentStore store, Action<int, TimeSpan>? committed = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _committed = committed;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Puts one append in line; waits while the line is full.</summary>
    /// <param name="append">The append.</param>
    /// <param name="done">
    /// Called once: with null when the append is durable, else with the reason why nothing of it was written. It runs on the
    /// writer's thread: it must be quick, must not block and must not throw.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for room in the line; <paramref name="done"/> is not called then.</param>
    /// <returns>Completes when the append is in line.</returns>
    /// <exception cref="ChannelClosedException">The queue was disposed.</exception>
    public ValueTask EnqueueAsync(LogAppend append, Action<Exception?> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        return _channel.Writer.WriteAsync(new Waiting(append, done), cancellationToken);
    }

    /// <summary>Takes nothing more, commits what waits, and ends.</summary>
    /// <returns>Completes when every callback was called.</returns>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>();
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Drain(batch);
            await CommitAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private void Drain(List<Waiting> batch)
    {
        long bytes = 0;
        while (bytes < BatchBytes && batch.Count < Capacity && _channel.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
            bytes += waiting.Append.Bytes.Length;
        }
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        while (batch.Count > 0)
        {
            var failure = await TryAppendAsync(batch).ConfigureAwait(false);
            var culprit = failure switch
            {
                RevisionConflictException conflict => conflict.DocumentId,
                UnknownDocumentException unknown => unknown.DocumentId,
                _ => null,
            };

            // Without one document to blame, the whole batch has the same fate.
            var answered = culprit is null ? batch : batch.FindAll(w => IsOf(w, culprit));
            answered.ForEach(w => w.Done(failure));
            if (culprit is null || answered.Count == 0)
            {
                return;
            }

            batch.RemoveAll(w => IsOf(w, culprit));
        }
    }

    private async Task<Exception?> TryAppendAsync(List<Waiting> batch)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            await _store.AppendAsync(batch.ConvertAll(w => w.Append), CancellationToken.None).ConfigureAwait(false);
            _committed?.Invoke(batch.Count, Stopwatch.GetElapsedTime(started));
            return null;
        }
#pragma warning disable CA1031 // Whatever a store throws is handed to everybody who waits; the writer must go on for the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private static bool IsOf(Waiting waiting, string documentId) =>
        string.Equals(waiting.Append.DocumentId, documentId, StringComparison.Ordinal);

    private readonly record struct Waiting(LogAppend Append, Action<Exception?> Done);
}
