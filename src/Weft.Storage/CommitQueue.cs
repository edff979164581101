using System.Diagnostics;
using System.Threading.Channels;

namespace Weft.Storage;

/// <summary>
/// The one writer of a store, for all documents. Whatever waits while a commit is on its way to the disk goes into the next one, so
/// the cost of durability is one flush per batch and not per change. A small commit is followed by the next one 4 ms later at the earliest:
/// where many documents are written to a little, their changes come to the disk together. Who writes alone never waits. Appends of one document are committed in the order in which they
/// were enqueued. A document whose append is refused does not hold up the others.
/// </summary>
#pragma warning disable CA1711 // It is a queue; the rule means collections.
public sealed class CommitQueue : IAsyncDisposable
#pragma warning restore CA1711
{
    /// <summary>How many times somebody may wait in line; past it <see cref="EnqueueAsync"/> waits. A few seconds' work of a slow disk.</summary>
    public const int Capacity = 8_192;

    /// <summary>The most bytes in one commit: enough to make the flush cheap, little enough to keep its latency small.</summary>
    public const int BatchBytes = 8 * 1024 * 1024;

    /// <summary>Appends that are enough for a commit of their own.</summary>
    private const int WorthOne = 16;

    /// <summary>How long after a small commit the next one begins at the earliest.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);

    private readonly IDocumentStore _store;
    private readonly Action<int, TimeSpan>? _committed;
    private readonly Channel<Waiting> _channel = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _loop;
    private Task _answering = Task.CompletedTask;

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

    /// <summary>Puts appends of one document in line, which share one commit and one fate; waits while the line is full.</summary>
    /// <param name="appends">The appends, at least one, in order; not to be changed until <paramref name="done"/> is called.</param>
    /// <param name="done">
    /// Called once: with null when the appends are durable, else with the reason why nothing of them was written. It may tell all that it
    /// has to tell, but must not block and must not throw. One is called after the other, in the order of the commits.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for room in the line; <paramref name="done"/> is not called then.</param>
    /// <returns>Completes when the appends are in line.</returns>
    /// <exception cref="ChannelClosedException">The queue was disposed.</exception>
    public ValueTask EnqueueAsync(IReadOnlyList<LogAppend> appends, Action<Exception?> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(appends);
        ArgumentNullException.ThrowIfNull(done);
        ArgumentOutOfRangeException.ThrowIfZero(appends.Count, nameof(appends));
        return _channel.Writer.WriteAsync(new Waiting(appends, done), cancellationToken);
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
        long? smallEnded = null;
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (smallEnded is { } ended && Pace - Stopwatch.GetElapsedTime(ended) is { TotalMilliseconds: >= 1 } rest)
            {
                await Task.Delay(rest).ConfigureAwait(false);
            }

            var batch = Drain(out var appends);
            var isSmall = appends < WorthOne;
            var answers = await CommitAsync(batch).ConfigureAwait(false);
            smallEnded = isSmall ? Stopwatch.GetTimestamp() : null;
            await AnswerAsync(answers, beside: !isSmall && _channel.Reader.TryPeek(out _)).ConfigureAwait(false);
        }

        await _answering.ConfigureAwait(false);
    }

    // While more waits to be written others are told on another thread, of one commit at a time; otherwise waking one would cost more.
    private async ValueTask AnswerAsync(List<Answer> answers, bool beside)
    {
        await _answering.ConfigureAwait(false);
        if (beside)
        {
            _answering = Task.Run(Answer);
        }
        else
        {
            Answer();
        }

        void Answer() => answers.ForEach(answer => answer.To.Done(answer.Failure));
    }

    private List<Waiting> Drain(out int appends)
    {
        var batch = new List<Waiting>();
        appends = 0;
        long bytes = 0;
        while (bytes < BatchBytes && batch.Count < Capacity && _channel.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
            appends += waiting.Appends.Count;
            foreach (var append in waiting.Appends)
            {
                bytes += append.Bytes.Length;
            }
        }

        return batch;
    }

    private async Task<List<Answer>> CommitAsync(List<Waiting> batch)
    {
        var answers = new List<Answer>(batch.Count);
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
            answers.AddRange(answered.Select(w => new Answer(w, failure)));
            if (culprit is null || answered.Count == 0)
            {
                break;
            }

            batch.RemoveAll(w => IsOf(w, culprit));
        }

        return answers;
    }

    private async Task<Exception?> TryAppendAsync(List<Waiting> batch)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            var appends = batch.Count == 1 ? batch[0].Appends : [.. batch.SelectMany(w => w.Appends)];
            await _store.AppendAsync(appends, CancellationToken.None).ConfigureAwait(false);
            _committed?.Invoke(appends.Count, Stopwatch.GetElapsedTime(started));
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
        string.Equals(waiting.Appends[0].DocumentId, documentId, StringComparison.Ordinal);

    private readonly record struct Waiting(IReadOnlyList<LogAppend> Appends, Action<Exception?> Done);

    private readonly record struct Answer(Waiting To, Exception? Failure);
}
