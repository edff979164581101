namespace Weft.Server.Tests.Faults;

/// <summary>A disk that a test can fill and empty under a running server.</summary>
internal abstract class FullDisk
{
    protected const string Size = "6m";

    /// <summary>The command that the server is started by.</summary>
    public abstract IReadOnlyList<string> Wrapper { get; }

    /// <summary>Skips the test when this machine does not allow it.</summary>
    public abstract Task RequireAsync();

    /// <summary>From now on nothing can be written but the first bytes of a file.</summary>
    public abstract Task FillAsync(WeftProcess server, string folder, long room = 0);

    /// <summary>From now on there is space again.</summary>
    public abstract Task EmptyAsync(WeftProcess server, string folder);

    /// <summary>Where the test finds what the server has in a folder.</summary>
    public virtual string Inside(WeftProcess server, string folder) => folder;

    /// <summary>A small file system in memory, which only the server's process sees. Needs the right to mount.</summary>
    public sealed class InMemory(string folder) : FullDisk
    {
        public override IReadOnlyList<string> Wrapper { get; } =
            ["unshare", "--mount", "sh", "-c", $"mount -t tmpfs -o size={Size} tmpfs '{folder}' && exec \"$@\"", "sh"];

        public override Task RequireAsync() =>
            Machine.RequireAsync("mounting a file system in memory", "unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder);

        public override async Task FillAsync(WeftProcess server, string folder, long room = 0)
        {
            var (_, output) = await Machine.RunAsync("dd", "if=/dev/zero", $"of={Filler(server, folder)}", "bs=4096");
            Assert.Contains("No space left", output, StringComparison.Ordinal);
            await using var filler = new FileStream(Filler(server, folder), FileMode.Open);
            filler.SetLength(Math.Max(0, filler.Length - room));
        }

        public override Task EmptyAsync(WeftProcess server, string folder)
        {
            File.Delete(Filler(server, folder));
            return Task.CompletedTask;
        }

        public override string Inside(WeftProcess server, string folder) => $"/proc/{server.Id}/root{folder}";

        private string Filler(WeftProcess server, string folder) => Path.Combine(Inside(server, folder), "filler");
    }

    /// <summary>A limit on how long the process's files may get. Needs no right, and stands for every write that fails.</summary>
    public sealed class Limited : FullDisk
    {
        // The signal that comes with the limit would end the program; the runtime's own files must not come under it.
        public override IReadOnlyList<string> Wrapper { get; } =
            ["sh", "-c", "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "sh"];

        public override Task RequireAsync() => Machine.RequireAsync("limits on the size of files", "prlimit", "--version");

        public override Task FillAsync(WeftProcess server, string folder, long room = 0) => LimitAsync(server, $"{room}");

        public override Task EmptyAsync(WeftProcess server, string folder) => LimitAsync(server, "unlimited");

        private static async Task LimitAsync(WeftProcess server, string bytes)
        {
            var (code, output) = await Machine.RunAsync("prlimit", "--pid", $"{server.Id}", $"--fsize={bytes}:");
            Assert.True(code == 0, output);
        }
    }
}
