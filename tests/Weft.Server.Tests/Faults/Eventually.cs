namespace Weft.Server.Tests.Faults;

/// <summary>Waits for what must come to pass, however slow the machine is.</summary>
internal static class Eventually
{
    private const int Tries = 6_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="otherwise">What to say when it never does.</param>
    public static Task HoldsAsync(Func<bool> condition, string otherwise) => HoldsAsync(condition, () => otherwise);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="otherwise">Makes what to say when it never does.</param>
    public static Task HoldsAsync(Func<bool> condition, Func<string> otherwise) => HoldsAsync(() => Task.FromResult(condition()), otherwise);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition; it is looked at again until it holds.</param>
    /// <param name="otherwise">What to say when it never does.</param>
    public static Task HoldsAsync(Func<Task<bool>> condition, string otherwise) => HoldsAsync(condition, () => otherwise);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Looks whether it does.</param>
    /// <param name="otherwise">Makes what to say when it never does.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            Assert.True(tries < Tries, tries < Tries ? null : otherwise());
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
