using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Makes commits durable: flushes SQLite's write-ahead log after each of them, as <c>synchronous=FULL</c> does, with fdatasync. SQLite itself
/// is built to call fsync, which writes the file's times as well, for every commit: on some disks that takes forty times as long. Between
/// commit and flush another reader may see what is not durable yet; whoever asked for the commit is told after it. The log has checksums
/// (https://www.sqlite.org/walformat.html), so one that was cut off ends before its first incomplete commit. For one thread at a time.
/// </summary>
/// <param name="database">The database's path; the log lies beside it as long as a connection is open.</param>
internal sealed partial class SqliteLogFile(string database) : IDisposable
{
    private SafeFileHandle? _file;
    private StoreFaultException? _failure;

    /// <summary>Whether the system has fdatasync; where it has not, SQLite is to flush by itself.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Flushes what was committed.</summary>
    /// <exception cref="StoreFaultException">The disk failed, now or before: nobody knows what it holds until the file is opened anew.</exception>
    public void Flush()
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            _file ??= File.OpenHandle(database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException exception)
        {
            throw _failure = new StoreFaultException(database, StoreFault.Failing, exception);
        }

        if (fdatasync(_file) != 0)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            throw _failure = new StoreFaultException(database, StoreFault.Failing, new IOException($"The log could not be flushed: {reason}"));
        }
    }

    public void Dispose() => _file?.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);
}
