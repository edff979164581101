using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests;

/// <summary>[BEAT-3] When the .NET client connects again, and when it gives up.</summary>
public sealed class BackoffTests
{
    private static readonly ConnectionEnd Lost = new("lost");
    private static readonly ConnectionEnd LostAtOnce = new("lost") { HasJoined = true };

    [Fact]
    public void BEAT3_waits_grow_and_end_after_ten_attempts()
    {
        var waits = Waits(Lost, 12);
        Assert.Equal([.. Enumerable.Range(0, 10).Select(After)], [.. waits.Take(10).Select(wait => wait!.Value)]);
        Assert.All(waits.Skip(10), wait => Assert.Null(wait));
    }

    [Fact]
    public void BEAT3_waits_grow_on_until_a_connection_has_lasted_and_who_is_let_in_is_not_given_up()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1));
        Assert.Equal(After(9), Waits(LostAtOnce, 14, backoff)[^1]);
        Assert.Equal(After(0), backoff.WaitAfter(LostAtOnce with { HasLasted = true }));
    }

    [Theory]
    [InlineData(ErrorCodes.TooManyJoins)]
    [InlineData(ErrorCodes.DocumentBusy)]
    [InlineData(ErrorCodes.ServerFull)]
    public void JOIN12_a_refusal_that_passes_is_not_final_and_not_asked_again_at_once(string code)
    {
        var waits = Waits(ConnectionEnd.OfRefusal(new WireError(code, "Later.")), 30);
        Assert.All(waits, wait => Assert.InRange(wait!.Value.TotalSeconds, 7, 39));
    }

    [Theory]
    [InlineData(ErrorCodes.Unauthorized, ClientState.SignedOut)]
    [InlineData(ErrorCodes.Forbidden, ClientState.Denied)]
    [InlineData(ErrorCodes.UnknownDocument, ClientState.Failed)]
    public void A_refusal_that_does_not_pass_is_final(string code, ClientState state)
    {
        var end = ConnectionEnd.OfRefusal(new WireError(code, "No."));
        Assert.Equal(state, end.Final);
        Assert.Null(new Backoff(TimeSpan.FromSeconds(1)).WaitAfter(end));
    }

    private static TimeSpan After(int step) => TimeSpan.FromSeconds(1) * Math.Pow(1.5, step);

    private static List<TimeSpan?> Waits(ConnectionEnd end, int count, Backoff? backoff = null)
    {
        backoff ??= new Backoff(TimeSpan.FromSeconds(1));
        var waits = new List<TimeSpan?>();
        for (var n = 0; n < count; n++)
        {
            waits.Add(backoff.WaitAfter(end));
            backoff.Next();
        }

        return waits;
    }
}
