using System.Globalization;
using Weft.Storage.Sqlite;

namespace Weft.Storage.Tests;

/// <summary>What a crash or a bad disk leaves behind: it opens with everything that was durable, or one sentence says what is missing.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    /// <summary>Few enough that SQLite does not copy its log into the file by itself, after 1,000 pages.</summary>
    private const int Changes = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-damaged-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4_096)]
    [InlineData(100_000)]
    public async Task A_file_without_its_end_is_refused_in_one_sentence(int bytes)
    {
        await using (var store = Open(_folder))
        {
            await WriteAsync(store);
        }

        Cut(Database(_folder), bytes);
        var refused = Assert.Throws<StoreFaultException>(() => Open(_folder));
        Assert.Equal(StoreFault.Damaged, refused.Fault);
        Assert.Contains($"last {bytes.ToString("N0", CultureInfo.CurrentCulture)} bytes are missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("weft restore", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_file_of_something_else_is_refused_in_one_sentence()
    {
        File.WriteAllText(Database(_folder), new string('x', 10_000));
        Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreFaultException>(() => Open(_folder)).Fault);
    }

    [Fact]
    public async Task A_log_whose_end_was_half_written_opens_with_everything_that_was_durable()
    {
        var torn = await CopyOfRunningAsync();
        await File.AppendAllBytesAsync(Log(torn), new byte[3_000], Ct);
        await using var again = Open(torn);
        Assert.Equal(Changes, (await again.FindAsync("a", Ct))!.Revision);
        Assert.Equal(Changes, (await again.ReadLogAsync("a", 0, int.MaxValue, Ct)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(4_200)]
    [InlineData(200_001)]
    public async Task A_log_without_its_end_opens_with_whole_commits_and_takes_more(int bytes)
    {
        var torn = await CopyOfRunningAsync();
        Cut(Log(torn), bytes);
        await using var again = Open(torn);
        var newest = (await again.FindAsync("a", Ct))?.Revision ?? 0;
        Assert.InRange(newest, 1, Changes - 1);
        Assert.Equal(newest, (await again.ReadLogAsync("a", 0, int.MaxValue, Ct)).Count);
        await again.AppendAsync([new LogAppend("a", newest + 1, "more"u8.ToArray())], Ct);
    }

    [Fact]
    public async Task A_crash_while_the_log_was_copied_into_the_file_costs_nothing()
    {
        var before = await CopyOfRunningAsync();
        var log = await File.ReadAllBytesAsync(Log(before), Ct);
        await Open(before).DisposeAsync();
        Cut(Database(before), new FileInfo(Database(before)).Length / 2);
        await File.WriteAllBytesAsync(Log(before), log, Ct);

        await using var again = Open(before);
        Assert.Equal(Changes, (await again.ReadLogAsync("a", 0, int.MaxValue, Ct)).Count);
    }

    private static SqliteDocumentStore Open(string folder) => SqliteDocumentStore.Open(folder, TimeProvider.System);

    private static string Database(string folder) => Path.Combine(folder, SqliteDocumentStore.FileName);

    private static string Log(string folder) => Database(folder) + "-wal";

    private static void Cut(string path, long bytes)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length - bytes);
    }

    private static async Task WriteAsync(SqliteDocumentStore store)
    {
        await store.CreateAsync(new NewDocument("a", "A", "text", "g"), Ct);
        for (var revision = 1; revision <= Changes; revision++)
        {
            await store.AppendAsync([new LogAppend("a", revision, new byte[1_500])], Ct);
        }
    }

    /// <summary>The files as they are while the store is open, as a killed process leaves them.</summary>
    private async Task<string> CopyOfRunningAsync()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy")).FullName;
        await using var store = Open(_folder);
        await WriteAsync(store);
        foreach (var file in (string[])[Database(_folder), Log(_folder)])
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }
}
