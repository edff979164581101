using Microsoft.Data.Sqlite;
using Weft.Storage.Sqlite;

namespace Weft.Storage.Tests;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        await using (var store = Open())
        {
            await CreateAsync(store, "a", "b");
            await store.AppendAsync([Append("a", 1, "one"), Append("a", 2, "two"), Append("b", 1, "uno")], Ct);
            await store.SaveSnapshotAsync("a", 1, Bytes("snap"), Ct);
        }

        await using var again = Open();
        var loaded = await again.LoadAsync("a", 1, Ct);
        Assert.Equal(["1 one", "2 two"], Show(loaded!.Log));
        Assert.Equal("snap", Text(loaded.Snapshot!.Bytes));
        Assert.Equal(2, (await again.ListAsync(Ct)).Count);
        await again.AppendAsync([Append("a", 3)], Ct);
        await Assert.ThrowsAsync<RevisionConflictException>(() => again.AppendAsync([Append("b", 1)], Ct));
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_refused_in_one_sentence()
    {
        await Open().DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, SqliteDocumentStore.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(Ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 99";
            await command.ExecuteNonQueryAsync(Ct);
        }

        var refused = Assert.Throws<NewerSchemaException>(Open);
        Assert.Equal((99L, 1L), (refused.Found, refused.Known));
        Assert.Contains("newer Weft", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_store_that_is_open_elsewhere_is_refused_and_free_after_closing()
    {
        await using (Open())
        {
            Assert.Contains("in use", Assert.Throws<StoreInUseException>(Open).Message, StringComparison.Ordinal);
        }

        await using var again = Open();
        Assert.Empty(await again.ListAsync(Ct));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Open();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AppendAsync([Append("a", 1)], Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ListAsync(Ct));
    }

    protected override IDocumentStore Open() => SqliteDocumentStore.Open(_folder, Time);
}
