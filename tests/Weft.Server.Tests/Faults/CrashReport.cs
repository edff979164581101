namespace Weft.Server.Tests.Faults;

/// <summary>How a crash run went.</summary>
internal sealed record CrashReport(int Seed, int Kills, int KillsWhileStarting, int SavedChanges, IReadOnlyList<string> Problems)
{
    public override string ToString() =>
        $"seed {Seed}: {Kills} times SIGKILL, {KillsWhileStarting} of them while the server started; {SavedChanges:N0} changes answered saved, all of them looked for; {Problems.Count} problems";
}
