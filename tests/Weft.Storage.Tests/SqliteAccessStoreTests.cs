using Microsoft.Data.Sqlite;
using Weft.Storage.Sqlite;

namespace Weft.Storage.Tests;

public sealed class SqliteAccessStoreTests : AccessStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-access-").FullName;

    private string File => Path.Combine(_folder, SqliteAccessStore.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        await using (var store = Open())
        {
            await store.CreateAccountAsync(Account("1", "Ada", "ada@example.org"), mustBeFirst: true, Ct);
            await store.CreateSessionAsync(Session("s", "1") with { Links = ["a"] }, Ct);
        }

        await using var again = Open();
        Assert.Equal(Account("1", "Ada", "ada@example.org"), await again.FindAccountByNameAsync("ada", Ct));
        Assert.Equal(["a"], (await again.FindSessionAsync("hash of s", Ct))!.Links);
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode here.");
        await using var store = Open();
        await store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: true, Ct);
        foreach (var file in Directory.EnumerateFiles(_folder, SqliteAccessStore.FileName + "*"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Data_of_the_first_version_is_brought_to_this_one()
    {
        await using (var store = Open())
        {
            await store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: true, Ct);
        }

        await ExecuteAsync("ALTER TABLE accounts DROP COLUMN color; UPDATE schema_version SET version = 1");
        await using var again = Open();
        Assert.Equal(ProfileOutcome.Done, await again.SetProfileAsync("1", "Ada", "#ef4444", Ct));
        Assert.Equal(Account("1", "Ada") with { Color = "#ef4444" }, await again.FindAccountAsync("1", Ct));
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_refused_in_one_sentence()
    {
        await Open().DisposeAsync();
        await ExecuteAsync("UPDATE schema_version SET version = 99");
        Assert.Contains("newer Weft", Assert.Throws<NewerSchemaException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_goes_on_after_SQLite_ended_a_transaction_by_itself()
    {
        await using var store = Open();

        // As a full disk does: the statement fails, and the transaction is over before anybody asked for that.
        await ExecuteAsync("CREATE TRIGGER fails BEFORE INSERT ON accounts BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        for (var time = 0; time < 2; time++)
        {
            var failure = await Assert.ThrowsAsync<SqliteException>(() => store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: true, Ct));
            Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        }

        await ExecuteAsync("DROP TRIGGER fails");
        Assert.Equal(AccountOutcome.Created, await store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: true, Ct));
        Assert.Equal("Ada", Assert.Single(await store.ListAccountsAsync(Ct)).Name);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Open();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ListAccountsAsync(Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.DeleteSessionAsync("s", Ct));
    }

    protected override IAccessStore Open() => SqliteAccessStore.Open(_folder);

    // The data, as another program changes it.
    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
