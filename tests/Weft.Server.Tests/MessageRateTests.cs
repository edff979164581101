using Weft.Protocol;
using Weft.Server.Sockets;

namespace Weft.Server.Tests;

public sealed class MessageRateTests
{
    [Fact(DisplayName = "[BEAT-5] 400 messages at once are taken, then 200 a second")]
    public void BEAT5_the_reserve_is_taken_then_so_many_a_second()
    {
        var time = new ManualTime();
        var rate = new MessageRate(Limits.MessagesPerSecond, time);
        Assert.All(Enumerable.Range(0, Limits.MessageReserve), _ => Assert.Equal(MessageRate.Verdict.Take, rate.Judge()));
        Assert.Equal(MessageRate.Verdict.Answer, rate.Judge());
        Assert.Equal(MessageRate.Verdict.Drop, rate.Judge());
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.All(Enumerable.Range(0, Limits.MessagesPerSecond / 2), _ => Assert.Equal(MessageRate.Verdict.Take, rate.Judge()));
        Assert.Equal(MessageRate.Verdict.Drop, rate.Judge());
    }

    [Fact(DisplayName = "[BEAT-5] Ten seconds of too much close, and pauses forgive")]
    public void BEAT5_ten_seconds_of_too_much_close_and_pauses_forgive()
    {
        var time = new ManualTime();
        var rate = new MessageRate(Limits.MessagesPerSecond, time);
        var verdicts = Enumerable.Range(0, 105).SelectMany(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return Enumerable.Range(0, 100).Select(_ => rate.Judge()).ToList();
        }).ToList();
        Assert.Equal(MessageRate.Verdict.Close, verdicts[^1]);
        Assert.InRange(verdicts.Count(v => v == MessageRate.Verdict.Answer), 9, 11);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(MessageRate.Verdict.Take, rate.Judge());
    }

    [Fact(DisplayName = "[FRAME-6] Bad messages are counted in a window of 10 seconds")]
    public void FRAME6_bad_messages_are_counted_in_a_window()
    {
        var time = new ManualTime();
        var budget = new BadMessageBudget(Limits.MaxBadMessages, time);
        for (var n = 0; n < 100; n++)
        {
            Assert.False(budget.IsExhausted());
            time.Advance(TimeSpan.FromSeconds(0.6));
        }

        Assert.Contains(true, Enumerable.Range(0, Limits.MaxBadMessages).Select(_ => budget.IsExhausted()));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1_000_003;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
