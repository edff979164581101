using Microsoft.Data.Sqlite;
using Weft.Protocol;
using Weft.Storage;
using Weft.Storage.Sqlite;

namespace Weft.Server.Tests.Faults;

/// <summary>A data folder of an older server, and one of a newer server.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-upgrade-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_data_of_the_first_schema_opens_with_all_that_was_in_it_and_takes_more()
    {
        await WriteAsync("schema-1.sql");
        await using var server = await TestServer.StartAsync(configure: o => (o.Store, o.DataFolder) = (null, _folder));
        const string Notes = "sg655RMnIwUF";
        Assert.Equal("Grüße, Wörter 😀\nzweite Zeile\n", await server.Api.ReadTextAsync(Notes, Ct));
        await using var ada = await server.JoinAsync(Notes, "ada");
        Assert.Equal(("Notes", "gqbgub2E122M", 1L), (ada.Sync.Title, ada.Sync.Generation, ada.Sync.Revision));
        Assert.Equal(2, await ada.InsertSavedAsync(1, 1, 0, "Neu: "));
        await using var bob = await server.JoinAsync("6feWEBoFQmrI", "bob");
        var shape = Assert.Single(bob.Sync.Snapshot!.Items["elements"]);
        Assert.Equal(("r1", "rectangle"), (shape.Id, shape.Kind));

        // And by its log alone, as when the snapshot is of no use.
        await using var eve = await server.ConnectAsync();
        var sync = await eve.JoinAsync(Notes, "eve", have: new HaveState(ada.Sync.Generation, 0));
        Assert.Equal([1L, 2L], sync.Changes!.Value.Select(c => c.Revision));
    }

    [Fact]
    public async Task The_data_of_a_newer_schema_is_refused_in_one_sentence_also_as_a_backup()
    {
        await WriteAsync("schema-1.sql", "UPDATE schema_version SET version = 99");
        Assert.Throws<NewerSchemaException>(() => SqliteDocumentStore.Open(_folder, TimeProvider.System));
        var archive = Path.Combine(_folder, "newer.tar.gz");
        Assert.Equal(0, (await WeftProcess.RunAsync("backup", archive, "--data", _folder)).Code);
        var (code, _, errors) = await WeftProcess.RunAsync("restore", archive, "--data", Path.Combine(_folder, "new"));
        Assert.NotEqual(0, code);
        Assert.Contains("newer Weft", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private async Task WriteAsync(string vector, string? more = null)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weft.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, SqliteDocumentStore.FileName)};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = await File.ReadAllTextAsync(Path.Combine(folder, "tests", "vectors", "store", vector), Ct) + more;
        await command.ExecuteNonQueryAsync(Ct);
    }
}
