using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Makes the names in a folder durable: a file that was renamed has its new name after a loss of power only once its folder was flushed.
/// .NET opens no folders, so this asks the system. Windows keeps names in a journal of its own, and does nothing here.
/// </summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new SafeFileHandle(open(path, ReadOnly), ownsHandle: true);
        if (folder.IsInvalid || fsync(folder) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"The folder could not be flushed: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);
}
