using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Weft.Server;
using Weft.Server.Hosting;
using Weft.Storage;
using Weft.Storage.Sqlite;
using Weft.Storage.Sqlite.Backups;

namespace Weft.Cli;

/// <summary>Brings a backup back: into an empty folder, into one that has documents, or through the server that has it open.</summary>
internal static class Restore
{
    public static async Task<int> RunAsync(string file, string data, bool documentsOnly, CancellationToken cancellationToken)
    {
        try
        {
            var backup = File.OpenRead(file);
            await using (backup.ConfigureAwait(false))
            {
                return await RunAsync(backup, data, documentsOnly, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StoreInUseException inUse)
        {
            return Complaint.Say(ExitCode.DataInUse, inUse.Message);
        }
        catch (StorageException exception)
        {
            return Complaint.Say(ExitCode.DataUnusable, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            return Complaint.Say(ExitCode.Failed, $"The backup '{file}' could not be restored ({exception.Message.TrimEnd('.')}); nothing was changed.");
        }
    }

    private static async Task<int> RunAsync(FileStream backup, string data, bool documentsOnly, CancellationToken cancellationToken)
    {
        var ids = new IdSource();
        if (!File.Exists(Path.Combine(data, SqliteDocumentStore.FileName)))
        {
            var staging = DataFolderRestore.Stage(backup, data, ids.NewId);
            if (documentsOnly)
            {
                File.Delete(Path.Combine(staging, SqliteAccessStore.FileName));
            }

            DataFolderRestore.Install(staging, data);
            Console.WriteLine($"Restored into {Path.GetFullPath(data)}: start it with 'weft serve --data {data}'.");
            return ExitCode.Ok;
        }

        using var server = await ConnectAsync(data, cancellationToken).ConfigureAwait(false);
        var former = Path.Combine(Path.GetFullPath(data), string.Create(CultureInfo.InvariantCulture, $"before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmssfff}.tar.gz"));
        DataFolderBackup.Create(data, former, ProductVersion.Text, TimeProvider.System);
        var (count, hasAccounts) = server is null
            ? await ReplaceAsync(backup, data, ids, documentsOnly, cancellationToken).ConfigureAwait(false)
            : await AskAsync(server, backup, documentsOnly, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restored {count:N0} documents; what was there before is in {former}."));
        Console.WriteLine(hasAccounts
            ? "Accounts, roles and share links are those of the backup as well: take away again what was taken away since. Who is signed in stays so, if the backup has the account."
            : "Accounts, roles and share links are as they were.");
        return ExitCode.Ok;
    }

    private static async Task<(long Count, bool HasAccounts)> ReplaceAsync(FileStream backup, string data, IdSource ids, bool documentsOnly, CancellationToken cancellationToken)
    {
        var store = SqliteDocumentStore.Open(data, TimeProvider.System);
        await using (store.ConfigureAwait(false))
        {
            var staging = DataFolderRestore.Stage(backup, data, ids.NewId);
            try
            {
                var files = SqliteFileStore.Open(data);
                await using (files.ConfigureAwait(false))
                {
                    await files.AddAllAsync(staging).ConfigureAwait(false);
                }

                var count = await store.ReplaceAllAsync(Path.Combine(staging, SqliteDocumentStore.FileName), cancellationToken).ConfigureAwait(false);
                var access = Path.Combine(staging, SqliteAccessStore.FileName);
                if (documentsOnly || !File.Exists(access))
                {
                    return (count, HasAccounts: false);
                }

                var own = SqliteAccessStore.Open(data);
                await using (own.ConfigureAwait(false))
                {
                    await own.ReplaceAllAsync(access, CancellationToken.None).ConfigureAwait(false);
                }

                return (count, HasAccounts: true);
            }
            finally
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    /// <summary>The server that has the folder open; null when there is none.</summary>
    private static async Task<Socket?> ConnectAsync(string data, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetFullPath(data), ControlSocket.FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // A killed server leaves its socket file behind.
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<(long Count, bool HasAccounts)> AskAsync(Socket server, FileStream backup, bool documentsOnly, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(server);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(documentsOnly ? "restore-documents" : "restore")} {backup.Length}\n")), cancellationToken).ConfigureAwait(false);
            await backup.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            var answer = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "error The server ended meanwhile; its documents are as before or restored.";
            return answer.Split(' ') is ["ok", var count, .. var rest]
                ? (long.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture), rest is ["accounts"])
                : throw new BackupException(answer["error ".Length..]);
        }
    }
}
