using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Weft.Storage;

namespace Weft.Server.Hosting;

/// <summary>
/// A socket file in the data folder over which the program's own commands talk to the running server. Who may write into the folder may
/// command the server; nobody else reaches it, whatever the network, a proxy or the mode of access let through. A command is one line,
/// <c>restore LENGTH</c> or <c>restore-documents LENGTH</c>, with so many bytes behind it; the answer is one line, <c>ok COUNT</c>, with
/// <c> accounts</c> behind it when those were restored too, or <c>error SENTENCE</c>.
/// </summary>
internal sealed partial class ControlSocket : IAsyncDisposable
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "control.sock";

    private const string RestoreAll = "restore";
    private const string RestoreDocuments = "restore-documents";
    private const int MaxLine = 100;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _path;
    private readonly Func<RestoreOrder, Task<RestoreOutcome>> _restore;
    private readonly ILogger _logger;
    private readonly Task _loop;

    private ControlSocket(string path, Func<RestoreOrder, Task<RestoreOutcome>> restore, ILogger logger)
    {
        (_path, _restore, _logger) = (path, restore, logger);

        // The store is locked for this process, so a file that is there is one that a killed process left.
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _listener.Listen();
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>Opens the socket. The server can do without it, so what goes wrong is only said.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="restore">Restores the backup that it is given.</param>
    /// <param name="logger">Is told what goes wrong.</param>
    /// <returns>The socket, or null.</returns>
    public static ControlSocket? TryOpen(string folder, Func<RestoreOrder, Task<RestoreOutcome>> restore, ILogger logger)
    {
        try
        {
            return new ControlSocket(Path.Combine(Path.GetFullPath(folder), FileName), restore, logger);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An address of this sort has about a hundred bytes, so a long path is the likely reason.
            Log.NotOpened(logger, exception.Message);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
        File.Delete(_path);
    }

    // One command at a time: there is no use for two.
    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                using var stream = new NetworkStream(socket);
                var answer = await AnswerAsync(stream).ConfigureAwait(false);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), _stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                Log.Ended(_logger, exception.Message);
            }
        }
    }

    private async Task<string> AnswerAsync(NetworkStream stream)
    {
        var line = await ReadLineAsync(stream).ConfigureAwait(false);
        if (line.Split(' ') is not [RestoreAll or RestoreDocuments, var bytes] || !long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return "error The server does not know this command: the program is of another version.";
        }

        try
        {
            var body = new LimitedStream(stream, length);
            await using (body.ConfigureAwait(false))
            {
                var order = new RestoreOrder(body, DocumentsOnly: line.StartsWith(RestoreDocuments, StringComparison.Ordinal));
                var outcome = await _restore(order).ConfigureAwait(false);
                return string.Create(CultureInfo.InvariantCulture, $"ok {outcome.Documents}") + (outcome.HasAccounts ? " accounts" : string.Empty);
            }
        }
        catch (StorageException exception)
        {
            return "error " + exception.Message;
        }
#pragma warning disable CA1031 // Who asked is told in one line; the log has the exception.
        catch (Exception exception) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(_logger, exception);
            return "error The server could not restore the backup; its log says why.";
        }
    }

    private async Task<string> ReadLineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < MaxLine && await stream.ReadAsync(one, _stop.Token).ConfigureAwait(false) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "The data folder takes no commands, so 'weft restore' needs this server to be stopped: {Reason}")]
        public static partial void NotOpened(ILogger logger, string reason);

        [LoggerMessage(EventId = 1402, Level = LogLevel.Debug, Message = "A command ended: {Reason}")]
        public static partial void Ended(ILogger logger, string reason);

        [LoggerMessage(EventId = 1403, Level = LogLevel.Error, Message = "A command failed.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
