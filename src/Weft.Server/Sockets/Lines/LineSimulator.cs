using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Weft.Server.Sockets.Lines;

/// <summary>
/// Puts a slow and lossy line before every connection of a listener, below TLS and HTTP, so that whatever goes over it is as late as over a
/// real one. Nothing is reordered and no byte is lost: TCP sees to that, and pays with time.
/// </summary>
internal sealed class LineSimulator(LineSettings settings, TimeProvider time)
{
    private int _connections;

    /// <summary>The middleware for <see cref="IConnectionBuilder"/>.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async context =>
    {
        var number = Interlocked.Increment(ref _connections);
        var real = context.Transport;
        var (inwards, outwards) = (new Pipe(), new Pipe());
        using var stop = new CancellationTokenSource();
        var receiving = Direction(real.Input, inwards.Writer, 2 * number).RunAsync(stop.Token);
        var sending = Direction(outwards.Reader, real.Output, (2 * number) + 1).RunAsync(context.ConnectionClosed);
        context.Transport = new Duplex(inwards.Reader, outwards.Writer);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            // What was said last is still on the way; what comes now nobody reads.
            await outwards.Writer.CompleteAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await inwards.Reader.CompleteAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
            context.Transport = real;
        }
    };

    private LineDirection Direction(PipeReader from, PipeWriter to, int number) =>
        new(from, to, new LineSchedule(settings, new Random(unchecked((settings.Seed * 7_919) + number))), time);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
