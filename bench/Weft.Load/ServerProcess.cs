using System.Diagnostics;

namespace Weft.Load;

/// <summary>A server in a process of its own, and what it uses of the machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>CPU time so far, in user and system mode, of all its threads, also those that have ended. Linux tells it in hundredths of a second.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of it in memory.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a server that prints a line with <c>http://…:port</c> when it is ready.</summary>
    /// <param name="command">The program and its arguments; <c>{folder}</c> stands for an empty folder of its own.</param>
    /// <exception cref="InvalidOperationException">It ended, or said nothing for 60 s.</exception>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command)
    {
        var folder = Directory.CreateTempSubdirectory("weft-load-").FullName;
        var start = new ProcessStartInfo(command[0], command.Skip(1).Select(part => part.Replace("{folder}", folder, StringComparison.Ordinal)))
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };

        // What the generator was told about its own sockets is not the server's.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        var server = new ServerProcess(Process.Start(start)!, folder);
        try
        {
            server.Address = await server.ReadAddressAsync().WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
            _ = server._process.StandardOutput.ReadToEndAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Uri> ReadAddressAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at >= 0)
            {
                var found = new Uri(line[at..].Split(' ')[0]);
                return new Uri($"http://localhost:{found.Port}");
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }
}
