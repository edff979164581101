using System.Text;

namespace Weft.Storage.Tests;

/// <summary>What every store of files must do. Each implementation runs all of it.</summary>
public abstract class FileStoreContract
{
    protected static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a store that is empty at first, and the same one again after it was disposed.</summary>
    protected abstract IFileStore Open();

    [Fact]
    public async Task A_file_is_found_and_read_through_the_document_that_has_it_and_no_other()
    {
        await using var store = Open();
        var file = await KeepAsync(store, "a", "picture");
        Assert.Equal(file, await store.FindAsync("a", file.Hash, Ct));
        Assert.Null(await store.FindAsync("b", file.Hash, Ct));
        Assert.Null(await store.FindAsync("a", FileHash.Of("other"u8), Ct));
        Assert.Equal("picture", Read(store, file.Hash));
        Assert.Equal([file], await store.ListAsync("a", Ct));
        Assert.Empty(await store.ListAsync("b", Ct));
        Assert.Equal(["a"], await store.ListDocumentsAsync(Ct));
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once_however_many_documents_have_them()
    {
        await using var store = Open();
        Assert.True(await TryKeepAsync(store, "a", "picture"));
        Assert.False(await TryKeepAsync(store, "a", "picture"));
        Assert.False(await TryKeepAsync(store, "b", "picture"));
        Assert.True(await TryKeepAsync(store, "b", "another"));
        Assert.Equal(2, (await store.ListAsync("b", Ct)).Count);
        Assert.Single(await store.ListAsync("a", Ct));
    }

    [Fact]
    public async Task Bytes_go_some_time_after_the_last_document_that_had_them()
    {
        await using var store = Open();
        var file = await KeepAsync(store, "a", "picture");
        await KeepAsync(store, "b", "picture");
        await store.ForgetDocumentAsync("a", Start, Ct);
        Assert.Null(await store.FindAsync("a", file.Hash, Ct));
        Assert.Equal(0, await store.CollectAsync(Start.AddHours(1), Ct));
        Assert.Equal("picture", Read(store, file.Hash));

        await store.ForgetDocumentAsync("b", Start.AddHours(1), Ct);
        Assert.Equal(0, await store.CollectAsync(Start.AddHours(1), Ct));
        Assert.Equal("picture", Read(store, file.Hash));
        Assert.Equal(1, await store.CollectAsync(Start.AddHours(2), Ct));
        Assert.Throws<StoreFaultException>(() => store.OpenRead(file.Hash));
        Assert.True(await TryKeepAsync(store, "a", "picture"));
    }

    [Fact]
    public async Task Bytes_that_a_document_has_again_stay()
    {
        await using var store = Open();
        var file = await KeepAsync(store, "a", "picture");
        await store.ForgetDocumentAsync("a", Start, Ct);
        await KeepAsync(store, "b", "picture");
        Assert.Equal(0, await store.CollectAsync(Start.AddHours(1), Ct));
        Assert.Equal("picture", Read(store, file.Hash));
    }

    [Fact]
    public async Task A_draft_that_is_not_kept_leaves_nothing()
    {
        await using var store = Open();
        await using (var draft = store.BeginDraft())
        {
            await draft.WriteAsync("picture"u8.ToArray(), Ct);
        }

        Assert.Throws<StoreFaultException>(() => store.OpenRead(FileHash.Of("picture"u8)));
        Assert.Empty(await store.ListDocumentsAsync(Ct));
    }

    [Fact]
    public async Task Many_at_once_keep_and_forget_the_same_bytes()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            await KeepAsync(store, $"document {number}", "picture");
            if (number % 2 == 0)
            {
                await store.ForgetDocumentAsync($"document {number}", Start, Ct);
                await store.CollectAsync(Start.AddHours(1), Ct);
            }
        }));
        Assert.Equal(10, (await store.ListDocumentsAsync(Ct)).Count);
        Assert.Equal("picture", Read(store, FileHash.Of("picture"u8)));
    }

    protected static async Task<FileRecord> KeepAsync(IFileStore store, string document, string content)
    {
        await TryKeepAsync(store, document, content);
        return Record(content);
    }

    protected static string Read(IFileStore store, string hash)
    {
        using var reader = new StreamReader(store.OpenRead(hash));
        return reader.ReadToEnd();
    }

    private static async Task<bool> TryKeepAsync(IFileStore store, string document, string content)
    {
        await using var draft = store.BeginDraft();
        await draft.WriteAsync(Encoding.UTF8.GetBytes(content), Ct);
        return await store.KeepAsync(draft, Record(content), document, Ct);
    }

    private static FileRecord Record(string content) => new(FileHash.Of(Encoding.UTF8.GetBytes(content)), "image/png", content.Length, 3, 2);
}
