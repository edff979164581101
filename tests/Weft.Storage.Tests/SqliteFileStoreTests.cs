using Weft.Storage.Sqlite;

namespace Weft.Storage.Tests;

public sealed class SqliteFileStoreTests : FileStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-files-").FullName;

    private string Bytes => Path.Combine(_folder, SqliteFileStore.FolderName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        FileRecord file;
        await using (var store = Open())
        {
            file = await KeepAsync(store, "a", "picture");
        }

        await using var again = Open();
        Assert.Equal(file, await again.FindAsync("a", file.Hash, Ct));
        Assert.Equal("picture", Read(again, file.Hash));
    }

    [Fact]
    public async Task What_a_crash_left_before_the_rename_is_gone_at_the_next_start()
    {
        FileDraft draft;
        var crashed = Open();
        await KeepAsync(crashed, "a", "picture");
        draft = crashed.BeginDraft();
        await draft.WriteAsync("half a pict"u8.ToArray(), Ct);
        Assert.Equal(2, Directory.GetFiles(Bytes).Length);
        await crashed.DisposeAsync();

        await using var store = Open();
        Assert.Equal(FileHash.Of("picture"u8), Path.GetFileName(Assert.Single(Directory.GetFiles(Bytes))));
        await draft.DisposeAsync();
    }

    [Fact]
    public async Task What_a_crash_left_between_the_rename_and_the_database_is_gone_at_the_next_start_and_can_come_again()
    {
        await Open().DisposeAsync();
        var hash = FileHash.Of("picture"u8);
        await File.WriteAllTextAsync(Path.Combine(Bytes, hash), "picture", Ct);
        await using (var store = Open())
        {
            Assert.Empty(Directory.GetFiles(Bytes));

            // Or it is there while the server runs: then it is written anew.
            await File.WriteAllTextAsync(Path.Combine(Bytes, hash), "pict", Ct);
            await KeepAsync(store, "a", "picture");
            Assert.Equal("picture", Read(store, hash));
        }
    }

    [Fact]
    public async Task Bytes_that_are_missing_are_a_fault_of_the_store()
    {
        await using var store = Open();
        var file = await KeepAsync(store, "a", "picture");
        File.Delete(Path.Combine(Bytes, file.Hash));
        Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreFaultException>(() => store.OpenRead(file.Hash)).Fault);
        Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreFaultException>(() => store.OpenRead("../" + SqliteFileStore.FileName)).Fault);
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode here.");
        await using var store = Open();
        await KeepAsync(store, "a", "picture");
        Assert.All(Directory.GetFiles(Bytes), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Open();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ListDocumentsAsync(Ct));
    }

    protected override IFileStore Open() => SqliteFileStore.Open(_folder);
}
