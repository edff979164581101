using Weft.Client;
using Weft.Protocol;
using Weft.Server.Tests.Files;
using Weft.Storage;
using Weft.Storage.Sqlite;
using Weft.Storage.Sqlite.Backups;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary><c>weft backup</c> and <c>weft restore</c>, on a running server and without one.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-backup-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    private string Archive => Path.Combine(_folder, "weft.tar.gz");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "[JOIN-6] A backup made while people type holds what was saved before it, and restoring it tells them and keeps their unsent work aside")]
    public async Task JOIN6_backup_and_restore_under_a_running_server()
    {
        await using var server = Serve(Data);
        var address = await server.ListeningAsync();
        using var http = new HttpClient();
        var api = new DocumentApi(http, address);
        var id = await api.CreateAsync("Notes", "text", Ct);
        await using var ada = new WeftClient(address, new SessionSettings(id, "ada", "Ada"), new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(50) });
        await ada.Ready.WaitAsync(Patience, Ct);
        var synced = new List<SyncMessage>();
        ada.Happened += (_, happened) => synced.AddRange(happened.Output is Synced sync ? [sync.Message] : []);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Append(ada, "before ");
        await ada.AllSavedAsync().WaitAsync(Patience, Ct);
        var typing = TypeAsync(ada, stop.Token);

        await RunAsync(0, "backup", Archive, "--data", Data);
        await stop.CancelAsync();
        await typing;
        Append(ada, "after ");
        await ada.AllSavedAsync().WaitAsync(Patience, Ct);

        var (_, output) = await RunAsync(0, "restore", Archive, "--data", Data);
        Assert.Contains("Restored 1 documents", output, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => synced.Count == 1, "The client is not sent away and back.");
        Assert.NotNull(synced[0].Snapshot);
        Assert.StartsWith("before ", ada.Text("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("after", ada.Text("body"), StringComparison.Ordinal);
        Append(ada, "again ");
        await ada.AllSavedAsync().WaitAsync(Patience, Ct);
        Assert.Equal(ada.Text("body"), await api.ReadTextAsync(id, Ct));

        // What was there before the restore is beside it.
        var former = Assert.Single(Directory.GetFiles(Data, "before-restore-*.tar.gz"));
        await RunAsync(0, "restore", former, "--data", Path.Combine(_folder, "former"));
        Assert.Contains("after ", await ReadAsync(Path.Combine(_folder, "former"), id), StringComparison.Ordinal);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task A_stopped_server_is_backed_up_and_restored_too_each_time_with_another_generation()
    {
        var first = await FillAsync(Data);
        await RunAsync(0, "backup", Archive, "--data", Data);
        await RunAsync(0, "restore", Archive, "--data", Path.Combine(_folder, "new"));
        await RunAsync(0, "restore", Archive, "--data", Data);
        var generations = new[] { first.Generation, await GenerationAsync(Data), await GenerationAsync(Path.Combine(_folder, "new")) };
        Assert.Equal(3, generations.Distinct().Count());
        Assert.False(Directory.Exists(Path.Combine(Data, ".restore")));
    }

    [Fact]
    public async Task What_cannot_be_backed_up_or_restored_is_said_in_one_sentence_and_changes_nothing()
    {
        var before = await FillAsync(Data);
        await RunAsync(0, "backup", Archive, "--data", Data);
        Assert.Contains("exists already", (await RunAsync(4, "backup", Archive, "--data", Data)).Errors, StringComparison.Ordinal);
        Assert.Contains("no Weft data", (await RunAsync(4, "backup", Archive + "2", "--data", _folder)).Errors, StringComparison.Ordinal);
        Assert.Contains("could not be restored", (await RunAsync(1, "restore", Archive + "2", "--data", Data)).Errors, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(Archive, Ct);
        await File.WriteAllBytesAsync(Archive, bytes[..(bytes.Length / 2)], Ct);
        Assert.Contains("damaged", (await RunAsync(4, "restore", Archive, "--data", Data)).Errors, StringComparison.Ordinal);
        Assert.Contains("damaged", (await RunAsync(4, "restore", Archive, "--data", Path.Combine(_folder, "new"))).Errors, StringComparison.Ordinal);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes, Ct);
        Assert.Contains("damaged", (await RunAsync(4, "restore", Archive, "--data", Data)).Errors, StringComparison.Ordinal);
        Assert.Equal(before.Generation, await GenerationAsync(Data));
    }

    [Fact]
    public async Task A_replacement_that_breaks_off_in_the_middle_leaves_the_former_documents_whole()
    {
        await FillAsync(Data);
        var other = Path.Combine(_folder, "other");
        await FillAsync(other);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(other, SqliteDocumentStore.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(Ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE snapshots";
            await command.ExecuteNonQueryAsync(Ct);
        }

        await using var store = SqliteDocumentStore.Open(Data, TimeProvider.System);
        await Assert.ThrowsAnyAsync<Exception>(() => store.ReplaceAllAsync(Path.Combine(other, SqliteDocumentStore.FileName), Ct));
        Assert.Equal(3, (await store.ReadLogAsync("a", 0, 10, Ct)).Count);
        await store.AppendAsync([new LogAppend("a", 4, new byte[10])], Ct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accounts_and_roles_come_back_with_the_documents_and_sessions_do_not(bool isRunning)
    {
        await FillAsync(Data);
        await using (var access = SqliteAccessStore.Open(Data))
        {
            await AddAsync(access, "ada", "then");
            await access.SetMemberAsync(new MemberRecord("a", "ada", "admin", CanRun: false), "admin", Ct);
        }

        await RunAsync(0, "backup", Archive, "--data", Data);
        await using (var access = SqliteAccessStore.Open(Data))
        {
            await access.SetPasswordAsync("ada", "changed", Ct);
            await access.DeleteSessionAsync("session of ada", Ct);
            await access.ForgetDocumentAsync("a", Ct);
            await AddAsync(access, "bob", "since");
            await access.CreateSessionAsync(Session("another of ada", "ada"), Ct);
        }

        await using var server = isRunning ? WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--access", "accounts", "--data", Data) : null;
        await (server?.ListeningAsync() ?? Task.CompletedTask);
        Assert.Contains("as they were", (await RunAsync(0, "restore", Archive, "--data", Data, "--documents-only")).Output, StringComparison.Ordinal);
        Assert.Contains("those of the backup", (await RunAsync(0, "restore", Archive, "--data", Data)).Output, StringComparison.Ordinal);
        await (server?.TerminateAsync() ?? Task.CompletedTask);
        await RunAsync(0, "restore", Archive, "--data", Path.Combine(_folder, "new"));

        foreach (var folder in (string[])[Data, Path.Combine(_folder, "new")])
        {
            await using var access = SqliteAccessStore.Open(folder);
            Assert.Equal(("ada", "then"), ((await access.ListAccountsAsync(Ct)).Single().Id, (await access.ListAccountsAsync(Ct)).Single().PasswordHash));
            Assert.Equal("admin", (await access.FindMemberAsync("a", "ada", Ct))?.Role);
            Assert.False(await access.HasSessionAsync("session of ada", Ct));
            Assert.False(await access.HasSessionAsync("session of bob", Ct));
            Assert.Equal(folder == Data, await access.HasSessionAsync("another of ada", Ct));
            AssertOwnersOnly(Path.Combine(folder, SqliteAccessStore.FileName));
        }

        AssertOwnersOnly(Archive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pictures_come_back_with_the_documents_that_have_them(bool isRunning)
    {
        await FillAsync(Data);
        var (first, second) = (Pictures.Png(shade: 1), Pictures.Png(shade: 2));
        await KeepAsync(Data, "a", first);
        Assert.Contains("with 1 picture,", (await RunAsync(0, "backup", Archive, "--data", Data)).Output, StringComparison.Ordinal);
        await using (var files = SqliteFileStore.Open(Data))
        {
            await files.ForgetDocumentAsync("a", TimeProvider.System.GetUtcNow().AddDays(-1), Ct);
            Assert.Equal(1, await files.CollectAsync(TimeProvider.System.GetUtcNow(), Ct));
        }

        await KeepAsync(Data, "a", second);
        await using var server = isRunning ? Serve(Data) : null;
        await (server?.ListeningAsync() ?? Task.CompletedTask);
        await RunAsync(0, "restore", Archive, "--data", Data);
        await (server?.TerminateAsync() ?? Task.CompletedTask);
        await RunAsync(0, "restore", Archive, "--data", Path.Combine(_folder, "new"));
        Assert.Equal([FileHash.Of(first), FileHash.Of(second)], await HashesAsync(Data), StringComparer.Ordinal);
        Assert.Equal([FileHash.Of(first)], await HashesAsync(Path.Combine(_folder, "new")), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_missing_in_a_backup_or_not_what_it_says_is_noticed()
    {
        await FillAsync(Data);
        await KeepAsync(Data, "a", Pictures.Png());
        await File.WriteAllTextAsync(Path.Combine(Data, SqliteFileStore.FolderName, FileHash.Of(Pictures.Png())), "changed", Ct);
        await RunAsync(0, "backup", Archive, "--data", Data);
        Assert.Contains("damaged", (await RunAsync(4, "restore", Archive, "--data", Path.Combine(_folder, "new"))).Errors, StringComparison.Ordinal);
        File.Delete(Path.Combine(Data, SqliteFileStore.FolderName, FileHash.Of(Pictures.Png())));
        Assert.Contains("damaged", (await RunAsync(4, "backup", Archive + "2", "--data", Data)).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Archive + "2"));
    }

    private static async Task KeepAsync(string folder, string document, byte[] picture)
    {
        await using var files = SqliteFileStore.Open(folder);
        await using var draft = files.BeginDraft();
        await draft.WriteAsync(picture, Ct);
        await files.KeepAsync(draft, new FileRecord(FileHash.Of(picture), "image/png", picture.Length, 3, 2), document, Ct);
    }

    // Of the pictures of the document, whose bytes are there.
    private static async Task<IEnumerable<string>> HashesAsync(string folder)
    {
        await using var files = SqliteFileStore.Open(folder);
        var found = new List<string>();
        foreach (var file in await files.ListAsync("a", Ct))
        {
            await using var bytes = files.OpenRead(file.Hash);
            Assert.Equal(file.Size, bytes.Length);
            found.Add(file.Hash);
        }

        return found.OrderBy(hash => string.Equals(hash, FileHash.Of(Pictures.Png(shade: 1)), StringComparison.Ordinal) ? 0 : 1);
    }

    private static void AssertOwnersOnly(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static async Task AddAsync(SqliteAccessStore access, string id, string password)
    {
        await access.CreateAccountAsync(new AccountRecord(id, id, null, password, IsAdmin: false, TimeProvider.System.GetUtcNow()), mustBeFirst: false, Ct);
        await access.CreateSessionAsync(Session("session of " + id, id), Ct);
    }

    private static SessionRecord Session(string id, string account)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new SessionRecord(id, "hash of " + id, "account", account, null, now, now.AddDays(7), now, null, null, []);
    }

    private static WeftProcess Serve(string data) => WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", data);

    private static async Task<(string Errors, string Output)> RunAsync(int code, params string[] arguments)
    {
        var result = await WeftProcess.RunAsync(arguments);
        Assert.True(result.Code == code, $"{string.Join(' ', arguments)}: {result.Code} {result.Output} {result.Errors}");
        Assert.True(result.Errors.Trim().Split('\n').Length == 1, result.Errors);
        return (result.Errors, result.Output);
    }

    private static async Task<DocumentRecord> FillAsync(string folder)
    {
        await using var store = SqliteDocumentStore.Open(folder, TimeProvider.System);
        var record = await store.CreateAsync(new NewDocument("a", "A", "text", "first"), Ct);
        await store.AppendAsync([.. Enumerable.Range(1, 3).Select(revision => new LogAppend("a", revision, new byte[100]))], Ct);
        return record;
    }

    private static async Task<string> GenerationAsync(string folder)
    {
        await using var store = SqliteDocumentStore.Open(folder, TimeProvider.System);
        return (await store.FindAsync("a", Ct))!.Generation;
    }

    private static async Task<string> ReadAsync(string folder, string id)
    {
        await using var server = Serve(folder);
        using var http = new HttpClient();
        return await new DocumentApi(http, await server.ListeningAsync()).ReadTextAsync(id, Ct);
    }

    private static async Task TypeAsync(WeftClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Append(client, "x");
            await Task.Delay(5, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Append(WeftClient client, string text) => client.EditText("body", body => new TextEdit(body.Length, body.Length, TextContent.Of(text)));
}
