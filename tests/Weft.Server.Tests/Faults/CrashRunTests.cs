using System.Globalization;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>CHANGE-11 against SIGKILL at random moments: a minute here, as long as wanted with WEFT_CRASH_MINUTES.</summary>
public sealed class CrashRunTests : IDisposable
{
    /// <summary>Another length of the run, in minutes.</summary>
    private const string MinutesVariable = "WEFT_CRASH_MINUTES";

    /// <summary>The seed to begin with again.</summary>
    private const string SeedVariable = "WEFT_CRASH_SEED";

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-crashes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "[CHANGE-11] What was answered saved outlives any number of SIGKILLs, exactly once, for everybody")]
    public async Task CHANGE11_what_was_answered_saved_outlives_any_number_of_kills()
    {
        var seed = (int)Number(SeedVariable, Environment.TickCount & 0xFFFF);
        var report = await CrashRun.RunAsync(_folder, seed, TimeSpan.FromMinutes(Number(MinutesVariable, 1)));
        Console.WriteLine($"Crash run, {report}.");
        Assert.True(report.Problems.Count == 0, $"{report}:{Environment.NewLine}{string.Join(Environment.NewLine, report.Problems.Take(20))}");
        Assert.True(report is { Kills: > 0, SavedChanges: > 0 }, $"Nothing happened: {report}");
    }

    [Fact]
    public void The_book_notices_what_is_lost_doubled_rejected_or_unanswered()
    {
        Assert.Empty(Kept().Problems(_ => "1"));
        Assert.Equal("word is 0 and should be 1.", Assert.Single(Kept().Problems(_ => "0")));
        Assert.Equal("word is 2 and should be 1.", Assert.Single(Kept().Problems(_ => "2")));

        var unanswered = Kept();
        unanswered.Made(2, "word", "0");
        Assert.Equal("Change 2 was never answered.", Assert.Single(unanswered.Problems(_ => "0")));

        var rejected = Kept();
        rejected.Hear(new ChangeRejected(2, new WireError(ErrorCodes.OutOfRange, "Beyond the text."), []));
        rejected.Hear(new ChangeSaved(1, 1));
        Assert.Equal(2, rejected.Problems(_ => "1").Count);
    }

    private static Ledger Kept()
    {
        var book = new Ledger();
        book.Made(1, "word", "1");
        book.Hear(new ChangeSaved(1, 1));
        return book;
    }

    private static double Number(string variable, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
