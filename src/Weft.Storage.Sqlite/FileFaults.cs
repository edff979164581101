namespace Weft.Storage.Sqlite;

/// <summary>Turns what the system says about plain files into what it means.</summary>
internal static class FileFaults
{
    // The system's own numbers, or the codes that .NET gives on Windows.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Does something with the file or folder at <paramref name="path"/>.</summary>
    /// <exception cref="StoreFaultException">It cannot be read or written.</exception>
    public static T Explain<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (FaultOf(exception) is not null)
        {
            throw new StoreFaultException(path, FaultOf(exception)!.Value, exception);
        }
    }

    /// <inheritdoc cref="Explain{T}"/>
    public static void Explain(string path, Action work) => Explain(path, () =>
    {
        work();
        return true;
    });

    private static StoreFault? FaultOf(Exception exception) => exception switch
    {
        IOException { HResult: NoSpace or OverQuota or WindowsDiskFull or WindowsHandleDiskFull } => StoreFault.DiskFull,
        UnauthorizedAccessException => StoreFault.NotWritable,
        FileNotFoundException or DirectoryNotFoundException => StoreFault.Damaged,
        IOException => StoreFault.Failing,

        // What .NET makes of a file that gets longer than the system lets it (EFBIG).
        ArgumentOutOfRangeException => StoreFault.Failing,
        _ => null,
    };
}
