using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>Turns what SQLite says about the disk into what it means. See https://www.sqlite.org/rescode.html for the codes.</summary>
internal static class SqliteFaults
{
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Does something with the file at <paramref name="path"/>.</summary>
    /// <exception cref="StoreFaultException">SQLite cannot read or write the file.</exception>
    public static T Explain<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception) when (FaultOf(exception) is not null)
        {
            throw new StoreFaultException(path, FaultOf(exception)!.Value, exception);
        }
    }

    private static StoreFault? FaultOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Full => StoreFault.DiskFull,
        ReadOnly => StoreFault.NotWritable,
        Corrupt or NotADatabase => StoreFault.Damaged,
        IoError or CannotOpen => StoreFault.Failing,
        _ => null,
    };
}
