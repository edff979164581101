using System.Buffers;
using System.IO.Pipelines;
using Weft.Client;
using Weft.Protocol;
using Weft.Server.Sockets.Lines;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>L-38, L-45: a slow and lossy line on purpose. Everything arrives, whole and in order, only late.</summary>
public sealed class LineTests : IDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(200);

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-line-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_sent_arrives_in_order_and_as_late_as_the_line_is_long()
    {
        var jitter = TimeSpan.FromMilliseconds(50);
        var schedule = new LineSchedule(new LineSettings(Lag, jitter, 0, 1), new Random(1));
        var times = Enumerable.Range(0, 1_000).Select(n => TimeSpan.FromMilliseconds(n * 7)).Select(now => (Now: now, At: schedule.Arrival(now, 100))).ToList();
        Assert.Equal(times.Select(t => t.At).Order(), times.Select(t => t.At));
        Assert.All(times, t => Assert.InRange(t.At - t.Now, Lag - jitter, Lag + jitter));
        Assert.True(times.Select(t => t.At - t.Now).Distinct().Count() > 100);
    }

    [Fact]
    public void What_is_lost_is_sent_again_and_all_behind_it_waits()
    {
        List<TimeSpan> Delays(double drop, int seed)
        {
            var schedule = new LineSchedule(new LineSettings(Lag, TimeSpan.Zero, drop, seed), new Random(seed));
            return [.. Enumerable.Range(0, 2_000).Select(n => TimeSpan.FromMinutes(n)).Select(now => schedule.Arrival(now, 1_000) - now)];
        }

        Assert.All(Delays(0, 1), delay => Assert.Equal(Lag, delay));
        var lost = Delays(0.05, 1).Count(delay => delay > Lag);
        Assert.InRange(lost, 50, 200);
        Assert.All(Delays(0.05, 1).Where(delay => delay > Lag), delay => Assert.True(delay >= Lag + TimeSpan.FromMilliseconds(600)));
        Assert.Equal(Delays(0.05, 7), Delays(0.05, 7));
        Assert.NotEqual(Delays(0.05, 7), Delays(0.05, 8));
    }

    [Fact]
    public async Task No_byte_is_lost_or_out_of_place_and_an_end_comes_last()
    {
        var (sent, arrived) = (new Pipe(), new Pipe());
        var settings = new LineSettings(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2), 0.001, 3);
        var carrying = new LineDirection(sent.Reader, arrived.Writer, new LineSchedule(settings, new Random(3)), TimeProvider.System).RunAsync(Ct);
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        var sending = Task.Run(
            async () =>
            {
                for (var at = 0; at < bytes.Length; at += 10_007)
                {
                    await sent.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(10_007, bytes.Length - at)), Ct);
                }

                await sent.Writer.CompleteAsync();
            },
            Ct);
        var received = new MemoryStream();
        await arrived.Reader.CopyToAsync(received, Ct);
        await sending;
        await carrying;
        Assert.Equal(bytes, received.ToArray());
    }

    [Fact]
    public async Task Two_people_on_a_bad_line_type_and_end_equal()
    {
        await using var server = WeftProcess.Start(
            "serve", "--host", "localhost", "--port", "0", "--data", _folder, "--lag", "200ms", "--jitter", "50ms", "--drop", "5%", "--line-seed", "7");
        var address = await server.ListeningAsync();
        await SlowLine.TypeAsync(address);
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Contains("200 ms each way", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lag is a time", "--lag", "fast")]
    [InlineData("--lag is a time", "--lag", "200")]
    [InlineData("--lag is a time", "--lag", "5min")]
    [InlineData("--jitter is a time", "--jitter", "-5ms")]
    [InlineData("--drop is a share", "--drop", "1")]
    [InlineData("--drop is a share", "--drop", "90%")]
    public async Task Amounts_that_are_none_are_refused_in_one_sentence(string words, params string[] arguments)
    {
        var (code, _, errors) = await WeftProcess.RunAsync(["serve", .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(words, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
