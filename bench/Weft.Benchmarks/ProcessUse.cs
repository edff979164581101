using System.Globalization;

namespace Weft.Benchmarks;

/// <summary>What this process uses of the machine.</summary>
internal static class ProcessUse
{
    /// <summary>CPU time in milliseconds, the runtime's helping threads included, as Node counts it too.</summary>
    public static double CpuMilliseconds => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    /// <summary>Bytes of the process in memory.</summary>
    public static long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>The most that was ever in memory since <see cref="ForgetPeak"/>, in bytes.</summary>
    public static long PeakBytes => StatusBytes("VmHWM:");

    /// <summary>Begins a new measurement of the peak; where the system does not let it, the peak is the process's.</summary>
    public static void ForgetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A peak that counts too much is the worst of it.
        }
    }

    private static long StatusBytes(string name)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            return Environment.WorkingSet;
        }

        var line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
    }
}
