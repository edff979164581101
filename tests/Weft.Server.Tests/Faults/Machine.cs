using System.Diagnostics;

namespace Weft.Server.Tests.Faults;

/// <summary>What a test asks of the machine around it, and whether it gets it.</summary>
internal static class Machine
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and all that it printed; 127 when there is no such command.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(Ct);
            var errors = process.StandardError.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }

    /// <summary>Skips the test, with the machine's own words, when a command does not work here.</summary>
    public static async Task RequireAsync(string what, string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(program, arguments);
        Assert.SkipWhen(code != 0, $"This machine does not allow {what} ({output.Trim()}).");
    }
}
