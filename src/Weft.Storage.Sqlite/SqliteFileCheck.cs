using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>
/// Notices a database file that lost its end. SQLite reads what is missing of a last page as zeros, and does not look at all while there is
/// a write-ahead log. See https://www.sqlite.org/fileformat2.html, "The Database Header".
/// </summary>
internal static class SqliteFileCheck
{
    private const int HeaderBytes = 100;
    private const int PageSizeAt = 16;
    private const int PageCountAt = 28;

    /// <summary>The value of the page size that does not fit into its two bytes.</summary>
    private const int LargestPage = 65_536;

    /// <summary>Looks at a file before it is opened.</summary>
    /// <returns>How many bytes it lacks of what its header promises, when its log may have them; 0 for a file that is whole, empty, or no database.</returns>
    /// <exception cref="StoreFaultException">The end is gone.</exception>
    public static long MissingBytes(string path)
    {
        var missing = Measure(path);
        return missing == 0 || new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? missing : throw Gone(path, missing);
    }

    /// <summary>
    /// Looks closer at an open file that lacks its end. After a crash while the log was copied into the file that is as it should be: the
    /// log has what is missing. Otherwise something is gone.
    /// </summary>
    /// <exception cref="StoreFaultException">The end is gone.</exception>
    public static void Check(SqliteConnection connection, string path, long missingBytes)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
        {
            throw Gone(path, missingBytes);
        }
    }

    private static long Measure(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan().StartsWith("SQLite format 3"u8))
        {
            return 0;
        }

        long size = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(PageSizeAt));
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(PageCountAt));
        return Math.Max(0, pages * (size == 1 ? LargestPage : size) - file.Length);
    }

    private static StoreFaultException Gone(string path, long bytes) =>
        new(path, StoreFault.Damaged, new InvalidDataException($"its last {bytes:N0} bytes are missing"));
}
