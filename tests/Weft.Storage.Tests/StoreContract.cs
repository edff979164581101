using System.Text;

namespace Weft.Storage.Tests;

/// <summary>What every store must do. Each implementation runs all of it.</summary>
public abstract class StoreContract
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static TimeProvider Time { get; } = new SteppingTime();

    /// <summary>Opens a store that is empty at first, and the same one again after it was disposed.</summary>
    protected abstract IDocumentStore Open();

    [Fact]
    public async Task A_created_document_is_found_and_listed()
    {
        await using var store = Open();
        var created = await store.CreateAsync(new NewDocument("a", "Notes", "text", "g1"), Ct);

        Assert.Equal(("a", "Notes", "text", "g1", 0L), (created.Id, created.Title, created.Kind, created.Generation, created.Revision));
        Assert.Equal(created.Created, created.Updated);
        Assert.Equal(created, await store.FindAsync("a", Ct));
        Assert.Equal([created], await store.ListAsync(Ct));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var store = Open();
        Assert.Null(await store.FindAsync("a", Ct));
        Assert.Null(await store.LoadAsync("a", 0, Ct));
        Assert.Null(await store.RenameAsync("a", "b", Ct));
        Assert.False(await store.DeleteAsync("a", Ct));
        Assert.Empty(await store.ListAsync(Ct));
        Assert.Empty(await store.ReadLogAsync("a", 0, 10, Ct));
        await Assert.ThrowsAsync<UnknownDocumentException>(() => store.AppendAsync([Append("a", 1)], Ct));
        await Assert.ThrowsAsync<UnknownDocumentException>(() => store.SaveSnapshotAsync("a", 0, Bytes("s"), Ct));
    }

    [Fact]
    public async Task An_id_is_given_once()
    {
        await using var store = Open();
        await store.CreateAsync(new NewDocument("a", "First", "text", "g1"), Ct);
        var refused = await Assert.ThrowsAsync<DocumentExistsException>(() => store.CreateAsync(new NewDocument("a", "Second", "text", "g2"), Ct));
        Assert.Equal("a", refused.DocumentId);
        Assert.Equal("First", (await store.FindAsync("a", Ct))!.Title);
    }

    [Fact]
    public async Task Ids_differ_by_case()
    {
        await using var store = Open();
        await store.CreateAsync(new NewDocument("a", "small", "text", "g"), Ct);
        await store.CreateAsync(new NewDocument("A", "big", "text", "g"), Ct);
        Assert.Equal("big", (await store.FindAsync("A", Ct))!.Title);
    }

    [Fact]
    public async Task The_last_changed_is_listed_first()
    {
        await using var store = Open();
        await CreateAsync(store, "a", "b", "c");
        await store.AppendAsync([Append("a", 1)], Ct);
        Assert.Equal(["a", "c", "b"], (await store.ListAsync(Ct)).Select(r => r.Id));
        await store.RenameAsync("b", "B", Ct);
        Assert.Equal(["b", "a", "c"], (await store.ListAsync(Ct)).Select(r => r.Id));
    }

    [Theory]
    [InlineData("Größe und Maß — 日本語 — עברית")]
    [InlineData("👩‍👩‍👧 family, 🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("'); DROP TABLE documents; --")]
    public async Task Titles_are_any_unicode(string title)
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        Assert.Equal(title, (await store.RenameAsync("a", title, Ct))!.Title);
        Assert.Equal(title, (await store.FindAsync("a", Ct))!.Title);
    }

    [Fact]
    public async Task Appends_are_read_back_in_order()
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([Append("a", 1, "one"), Append("a", 2, "two")], Ct);
        await store.AppendAsync([Append("a", 3, "three")], Ct);

        Assert.Equal(["1 one", "2 two", "3 three"], Show(await store.ReadLogAsync("a", 0, 100, Ct)));
        Assert.Equal(["2 two"], Show(await store.ReadLogAsync("a", 1, 1, Ct)));
        Assert.Empty(await store.ReadLogAsync("a", 3, 100, Ct));
        Assert.Equal(3, (await store.FindAsync("a", Ct))!.Revision);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(-1)]
    public async Task A_revision_that_is_not_the_next_is_refused(long revision)
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([Append("a", 1), Append("a", 2)], Ct);
        var conflict = await Assert.ThrowsAsync<RevisionConflictException>(() => store.AppendAsync([Append("a", revision)], Ct));
        Assert.Equal(("a", 3L, revision), (conflict.DocumentId, conflict.Expected, conflict.Actual));
        Assert.Equal(2, (await store.FindAsync("a", Ct))!.Revision);
    }

    [Fact]
    public async Task A_batch_is_written_whole_or_not_at_all()
    {
        await using var store = Open();
        await CreateAsync(store, "a", "b");
        await Assert.ThrowsAsync<RevisionConflictException>(
            () => store.AppendAsync([Append("a", 1), Append("b", 1), Append("a", 2), Append("b", 3)], Ct));
        await Assert.ThrowsAsync<UnknownDocumentException>(() => store.AppendAsync([Append("a", 1), Append("gone", 1)], Ct));
        Assert.Empty(await store.ReadLogAsync("a", 0, 10, Ct));
        Assert.Equal(0, (await store.FindAsync("b", Ct))!.Revision);

        await store.AppendAsync([Append("a", 1), Append("b", 1), Append("a", 2), Append("b", 2)], Ct);
        Assert.Equal(2, (await store.FindAsync("a", Ct))!.Revision);
    }

    [Fact]
    public async Task Loading_gives_snapshot_log_and_tail()
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([.. Enumerable.Range(1, 10).Select(r => Append("a", r))], Ct);
        var whole = await store.LoadAsync("a", 3, Ct);
        Assert.Null(whole!.Snapshot);
        Assert.Equal(Enumerable.Range(1, 10).Select(r => (long)r), whole.Log.Select(e => e.Revision));

        await store.SaveSnapshotAsync("a", 6, Bytes("six"), Ct);
        var tailed = await store.LoadAsync("a", 3, Ct);
        Assert.Equal((6L, "six"), (tailed!.Snapshot!.Revision, Text(tailed.Snapshot.Bytes)));
        Assert.Equal([4L, 5, 6, 7, 8, 9, 10], tailed.Log.Select(e => e.Revision));
        Assert.Equal(10, tailed.Record.Revision);
        Assert.Equal([7L, 8, 9, 10], (await store.LoadAsync("a", 0, Ct))!.Log.Select(e => e.Revision));
    }

    [Fact]
    public async Task The_newest_snapshot_is_kept_and_the_log_stays()
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([.. Enumerable.Range(1, 4).Select(r => Append("a", r))], Ct);
        await store.SaveSnapshotAsync("a", 3, Bytes("three"), Ct);
        await store.SaveSnapshotAsync("a", 2, Bytes("two"), Ct);
        Assert.Equal("three", Text((await store.LoadAsync("a", 0, Ct))!.Snapshot!.Bytes));
        await store.SaveSnapshotAsync("a", 4, Bytes("four"), Ct);
        Assert.Equal("four", Text((await store.LoadAsync("a", 0, Ct))!.Snapshot!.Bytes));
        Assert.Equal(4, (await store.ReadLogAsync("a", 0, 10, Ct)).Count);
    }

    [Fact]
    public async Task A_snapshot_of_what_is_not_in_the_log_is_refused()
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([Append("a", 1)], Ct);
        await Assert.ThrowsAsync<RevisionConflictException>(() => store.SaveSnapshotAsync("a", 2, Bytes("two"), Ct));
        Assert.Null((await store.LoadAsync("a", 0, Ct))!.Snapshot);
    }

    [Fact]
    public async Task A_deleted_document_refuses_appends_and_leaves_nothing_to_its_successor()
    {
        await using var store = Open();
        await CreateAsync(store, "a", "b");
        await store.AppendAsync([Append("a", 1), Append("b", 1)], Ct);
        await store.SaveSnapshotAsync("a", 1, Bytes("one"), Ct);
        Assert.True(await store.DeleteAsync("a", Ct));
        Assert.False(await store.DeleteAsync("a", Ct));
        await Assert.ThrowsAsync<UnknownDocumentException>(() => store.AppendAsync([Append("a", 2)], Ct));

        await CreateAsync(store, "a");
        var fresh = await store.LoadAsync("a", 10, Ct);
        Assert.Null(fresh!.Snapshot);
        Assert.Empty(fresh.Log);
        Assert.Single(await store.ReadLogAsync("b", 0, 10, Ct));
    }

    [Fact]
    public async Task Large_and_empty_values_survive()
    {
        var large = new byte[5_000_000];
        new Random(7).NextBytes(large);
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([new LogAppend("a", 1, large), new LogAppend("a", 2, ReadOnlyMemory<byte>.Empty)], Ct);
        await store.SaveSnapshotAsync("a", 2, large.AsMemory(1, 4_000_000), Ct);
        var loaded = await store.LoadAsync("a", 2, Ct);
        Assert.True(loaded!.Log[0].Bytes.Span.SequenceEqual(large));
        Assert.Equal(0, loaded.Log[1].Bytes.Length);
        Assert.True(loaded.Snapshot!.Bytes.Span.SequenceEqual(large.AsSpan(1, 4_000_000)));
    }

    [Fact]
    public async Task The_caller_may_reuse_its_buffer()
    {
        var buffer = Encoding.UTF8.GetBytes("before");
        await using var store = Open();
        await CreateAsync(store, "a");
        await store.AppendAsync([new LogAppend("a", 1, buffer)], Ct);
        await store.SaveSnapshotAsync("a", 1, buffer, Ct);
        Encoding.UTF8.GetBytes("after!", buffer);
        var loaded = await store.LoadAsync("a", 1, Ct);
        Assert.Equal("before", Text(loaded!.Log[0].Bytes));
        Assert.Equal("before", Text(loaded.Snapshot!.Bytes));
    }

    [Fact]
    public async Task Readers_beside_a_writer_never_see_half_a_batch()
    {
        await using var store = Open();
        await CreateAsync(store, "a");
        var writer = Task.Run(
            async () =>
            {
                for (var revision = 1; revision <= 200; revision += 2)
                {
                    await store.AppendAsync([Append("a", revision), Append("a", revision + 1)], Ct);
                }
            },
            Ct);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (!writer.IsCompleted)
                {
                    var loaded = await store.LoadAsync("a", 0, Ct);
                    Assert.Equal(0, loaded!.Log.Count % 2);
                    Assert.Equal(loaded.Record.Revision, loaded.Log.Count);
                }
            },
            Ct));
        await Task.WhenAll([writer, .. readers]);
        Assert.Equal(200, (await store.ReadLogAsync("a", 0, 1_000, Ct)).Count);
    }

    protected static async Task CreateAsync(IDocumentStore store, params string[] ids)
    {
        foreach (var id in ids)
        {
            await store.CreateAsync(new NewDocument(id, "Title of " + id, "text", "g"), Ct);
        }
    }

    protected static LogAppend Append(string id, long revision, string text = "x") => new(id, revision, Bytes(text));

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static IEnumerable<string> Show(IEnumerable<LogEntry> entries) => entries.Select(e => $"{e.Revision} {Text(e.Bytes)}");

    /// <summary>Each look at the clock is 7 ms later than the one before, so that order by time is never a tie.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _milliseconds = 1_790_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Add(ref _milliseconds, 7));
    }
}
