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
    public static async Task<int> RunAsync(string file, string data, CancellationToken cancellationToken)
    {
        try
        {
            var backup = File.OpenRead(file);
            await using (backup.ConfigureAwait(false))
            {
                return await RunAsync(backup, data, cancellationToken).ConfigureAwait(false);
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

    private static async Task<int> RunAsync(FileStream backup, string data, CancellationToken cancellationToken)
    {
        var ids = new IdSource();
        if (!File.Exists(Path.Combine(data, SqliteDocumentStore.FileName)))
        {
            DataFolderRestore.Install(DataFolderRestore.Stage(backup, data, ids.NewId), data);
            Console.WriteLine($"Restored into {Path.GetFullPath(data)}: start it with 'weft serve --data {data}'.");
            return ExitCode.Ok;
        }

        using var server = await ConnectAsync(data, cancellationToken).ConfigureAwait(false);
        var former = Path.Combine(Path.GetFullPath(data), string.Create(CultureInfo.InvariantCulture, $"before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmssfff}.tar.gz"));
        DataFolderBackup.Create(data, former, ProductVersion.Text, TimeProvider.System);
        var count = server is null
            ? await ReplaceAsync(backup, data, ids, cancellationToken).ConfigureAwait(false)
            : await AskAsync(server, backup, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restored {count:N0} documents; what was there before is in {former}."));
        return ExitCode.Ok;
    }

    private static async Task<long> ReplaceAsync(FileStream backup, string data, IdSource ids, CancellationToken cancellationToken)
    {
        var store = SqliteDocumentStore.Open(data, TimeProvider.System);
        await using (store.ConfigureAwait(false))
        {
            var staging = DataFolderRestore.Stage(backup, data, ids.NewId);
            try
            {
                return await store.ReplaceAllAsync(Path.Combine(staging, SqliteDocumentStore.FileName), cancellationToken).ConfigureAwait(false);
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

    private static async Task<long> AskAsync(Socket server, FileStream backup, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(server);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"restore {backup.Length}\n")), cancellationToken).ConfigureAwait(false);
            await backup.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            var answer = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "error The server ended meanwhile; its documents are as before or restored.";
            return answer.StartsWith("ok ", StringComparison.Ordinal)
                ? long.Parse(answer.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture)
                : throw new BackupException(answer["error ".Length..]);
        }
    }
}
