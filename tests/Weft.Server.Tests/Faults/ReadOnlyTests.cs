using Weft.Storage.Sqlite;

namespace Weft.Server.Tests.Faults;

/// <summary>Data that cannot be written when the server starts: it says so in one sentence, and does not run.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-readonly-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData(SqliteDocumentStore.FileName)]
    [InlineData(SqliteAccessStore.FileName)]
    public async Task Data_that_cannot_be_written_at_the_start_is_said_in_one_sentence(string name)
    {
        await using (SqliteDocumentStore.Open(_folder, TimeProvider.System))
        {
            await using var access = SqliteAccessStore.Open(_folder);
        }

        // A mount, because nothing is read-only to root by its mode; only the server's process sees it.
        var target = Path.Combine(_folder, name);
        string[] wrapper = ["unshare", "--mount", "sh", "-c", $"mount --bind '{target}' '{target}' && mount -o remount,bind,ro '{target}' && exec \"$@\"", "sh"];
        await Machine.RequireAsync("mounting read-only", wrapper[0], [.. wrapper[1..], "true"]);
        await using var weft = WeftProcess.StartIn(wrapper, "serve", "--host", "localhost", "--port", "0", "--access", "accounts", "--data", _folder);
        Assert.Equal(4, await weft.ExitedAsync());
        var said = Assert.Single(weft.Errors.Trim().Split('\n'));
        Assert.StartsWith("weft: The data", said, StringComparison.Ordinal);
        Assert.Contains(target.TrimEnd('/'), said, StringComparison.Ordinal);
        Assert.Contains("cannot be written", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Open ", weft.Output, StringComparison.Ordinal);
    }
}
