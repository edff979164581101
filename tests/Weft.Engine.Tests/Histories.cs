using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>Plays random histories: 5,000 for each law, or as many as <c>WEFT_HISTORIES</c> says. A failing one is printed as small as it gets.</summary>
internal static class Histories
{
    private const int Count = 5_000;

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("WEFT_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : Count);

    public static void Play(Arbitrary<Plan> plans, int replicas) =>
        Check.One(_config, Prop.ForAll(plans, plan => new PlanRunner(replicas).Play(plan)));
}
