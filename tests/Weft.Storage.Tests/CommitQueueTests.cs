using System.Collections.Concurrent;

namespace Weft.Storage.Tests;

public sealed class CommitQueueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_committed_together_and_answered_in_order()
    {
        await using var store = new GatedStore();
        await store.CreateAsync(new NewDocument("a", "", "text", "g"), Ct);
        var done = new ConcurrentQueue<long>();
        await using (var queue = new CommitQueue(store))
        {
            for (var revision = 1L; revision <= 50; revision++)
            {
                var mine = revision;
                await queue.EnqueueAsync([Append("a", revision)], failure => done.Enqueue(failure is null ? mine : -1), Ct);
            }

            store.Gate.SetResult();
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(r => (long)r), done);
        Assert.InRange(store.Commits, 1, 2);
        Assert.Equal(50, (await store.FindAsync("a", Ct))!.Revision);
    }

    [Fact]
    public async Task A_document_with_a_conflict_does_not_fail_the_others()
    {
        await using var store = new GatedStore();
        await store.CreateAsync(new NewDocument("good", "", "text", "g"), Ct);
        await store.CreateAsync(new NewDocument("bad", "", "text", "g"), Ct);
        var done = new ConcurrentQueue<string>();
        await using (var queue = new CommitQueue(store))
        {
            await EnqueueAsync(queue, done, "good", 1);
            await EnqueueAsync(queue, done, "bad", 1);
            await EnqueueAsync(queue, done, "bad", 5);
            await EnqueueAsync(queue, done, "gone", 1);
            await EnqueueAsync(queue, done, "good", 2);
            store.Gate.SetResult();
        }

        Assert.Equal(
            ["bad5 RevisionConflictException", "gone1 UnknownDocumentException", "good1 ok", "good2 ok"],
            done.Where(line => !line.StartsWith("bad1", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await store.FindAsync("good", Ct))!.Revision);

        // The first of the bad document either had a commit of its own before, or shares the fate of its document.
        var saved = (await store.FindAsync("bad", Ct))!.Revision;
        Assert.Contains(saved == 1 ? "bad1 ok" : "bad1 RevisionConflictException", done);
    }

    [Fact]
    public async Task A_failing_store_is_reported_to_everybody_and_the_queue_goes_on()
    {
        await using var store = new GatedStore { Failure = new IOException("disk full") };
        await store.CreateAsync(new NewDocument("a", "", "text", "g"), Ct);
        var done = new ConcurrentQueue<string>();
        await using (var queue = new CommitQueue(store))
        {
            store.Gate.SetResult();
            await EnqueueAsync(queue, done, "a", 1);
            await WaitForAsync(() => done.Count == 1);
            store.Failure = null;
            await EnqueueAsync(queue, done, "a", 1);
        }

        Assert.Equal(["a1 IOException", "a1 ok"], done);
    }

    [Fact]
    public async Task While_those_of_a_large_commit_are_told_the_next_is_written_and_told_of_afterwards()
    {
        await using var store = new GatedStore();
        await store.CreateAsync(new NewDocument("a", "", "text", "g"), Ct);
        await store.CreateAsync(new NewDocument("b", "", "text", "g"), Ct);
        using var written = new ManualResetEventSlim();
        var told = new ConcurrentQueue<string>();
        await using (var queue = new CommitQueue(store))
        {
            await queue.EnqueueAsync(
                [.. Enumerable.Range(1, 100).Select(revision => Append("a", revision))],
                _ =>
                {
                    told.Enqueue(written.Wait(TimeSpan.FromMinutes(1), Ct) ? "the first, with the second written" : "the first alone");
                },
                Ct);
            await WaitForAsync(() => store.Waiting == 1);
            await queue.EnqueueAsync([Append("b", 1)], _ => told.Enqueue("the second"), Ct);
            store.Gate.SetResult();
            while ((await store.FindAsync("b", Ct))!.Revision == 0)
            {
                await Task.Delay(5, Ct);
            }

            written.Set();
        }

        Assert.Equal(["the first, with the second written", "the second"], told);
    }

    [Fact]
    public async Task A_full_queue_makes_its_callers_wait()
    {
        await using var store = new GatedStore();
        await store.CreateAsync(new NewDocument("a", "", "text", "g"), Ct);
        await using var queue = new CommitQueue(store);
        var count = 0L;
        var sent = 0L;
        var filling = Task.Run(
            async () =>
            {
                for (var revision = 1L; revision <= (3 * CommitQueue.Capacity) + 1; revision++)
                {
                    await queue.EnqueueAsync([Append("a", revision)], _ => Interlocked.Increment(ref count), Ct);
                    Interlocked.Increment(ref sent);
                }
            },
            Ct);
        await WaitForAsync(() => Interlocked.Read(ref sent) >= CommitQueue.Capacity);
        Assert.False(filling.IsCompleted);
        Assert.InRange(Interlocked.Read(ref sent), CommitQueue.Capacity, 2 * CommitQueue.Capacity);
        store.Gate.SetResult();
        await filling;
        await WaitForAsync(() => Interlocked.Read(ref count) == (3 * CommitQueue.Capacity) + 1);
    }

    private static LogAppend Append(string id, long revision) => new(id, revision, new byte[] { 1 });

    private static ValueTask EnqueueAsync(CommitQueue queue, ConcurrentQueue<string> done, string id, long revision) =>
        queue.EnqueueAsync([Append(id, revision)], e => done.Enqueue($"{id}{revision} {e?.GetType().Name ?? "ok"}"), Ct);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, Ct);
        }
    }

    /// <summary>A store whose commits wait at a gate, and fail when told to.</summary>
    private sealed class GatedStore : IDocumentStore
    {
        private readonly InMemoryDocumentStore _inner = new(TimeProvider.System);

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public int Commits { get; private set; }

        public int Waiting { get; private set; }

        public async Task AppendAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken)
        {
            Waiting++;
            await Gate.Task;
            Waiting--;
            Commits++;
            if (Failure is not null)
            {
                throw Failure;
            }

            await _inner.AppendAsync(batch, cancellationToken);
        }

        public Task<DocumentRecord> CreateAsync(NewDocument document, CancellationToken cancellationToken) =>
            _inner.CreateAsync(document, cancellationToken);

        public Task<IReadOnlyList<DocumentRecord>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

        public Task<DocumentRecord?> FindAsync(string id, CancellationToken cancellationToken) => _inner.FindAsync(id, cancellationToken);

        public Task<DocumentRecord?> RenameAsync(string id, string title, CancellationToken cancellationToken) =>
            _inner.RenameAsync(id, title, cancellationToken);

        public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => _inner.DeleteAsync(id, cancellationToken);

        public Task<StoredDocument?> LoadAsync(string id, int tail, CancellationToken cancellationToken) =>
            _inner.LoadAsync(id, tail, cancellationToken);

        public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string id, long afterRevision, int limit, CancellationToken cancellationToken) =>
            _inner.ReadLogAsync(id, afterRevision, limit, cancellationToken);

        public Task SaveSnapshotAsync(string id, long revision, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            _inner.SaveSnapshotAsync(id, revision, bytes, cancellationToken);

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
