using System.Globalization;
using Weft.Fuzz.Tests.Targets;

namespace Weft.Fuzz.Tests;

/// <summary>
/// Hostile input. <c>WEFT_FUZZ</c> says how many inputs all targets get together, <c>WEFT_SEED</c> makes others of them, <c>WEFT_TARGET</c> names the
/// only target.
/// </summary>
[Collection(nameof(Fuzzer))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long InputsInCi = 100_000;

    public static TheoryData<string> Targets => [.. AllTargets.Make().Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Nothing_escapes_and_nothing_costs_more_than_its_share(string name)
    {
        var target = AllTargets.Make().Single(target => string.Equals(target.Name, name, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("WEFT_TARGET") is { } only && !string.Equals(only, name, StringComparison.Ordinal))
        {
            return;
        }

        var shares = AllTargets.Make().Sum(other => other.Share);
        var count = Number("WEFT_FUZZ", InputsInCi) * target.Share / shares;
        var fuzzer = new Fuzzer(target, (int)Number("WEFT_SEED", 1));

        var finding = fuzzer.Run(count);

        output.WriteLine(
            $"{name}: {fuzzer.Inputs} inputs, {fuzzer.Taken} taken, at most {fuzzer.WorstTime.TotalMilliseconds:F1} ms and {fuzzer.WorstBytes:F1} bytes allocated for each byte; of those with more than {Cost.BytesPerByte}, {fuzzer.WorstHeld:F1} held.");
        Assert.True(finding is null, finding?.ToString());
        Assert.InRange(fuzzer.Taken, 1, fuzzer.Inputs - 1);
    }

    private static long Number(string variable, long standard) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : standard;
}
