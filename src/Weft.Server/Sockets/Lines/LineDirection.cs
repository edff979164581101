using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Weft.Server.Sockets.Lines;

/// <summary>Carries bytes from one pipe to another, each when its time has come. What is on the way is bounded; past it the sender waits.</summary>
internal sealed class LineDirection(PipeReader from, PipeWriter to, LineSchedule schedule, TimeProvider time)
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Chunks on the way: with full ones a megabyte, as much as a fast line holds within the lag.</summary>
    private const int MaxChunks = 64;

    private readonly Channel<Chunk> _way = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(MaxChunks) { SingleReader = true, SingleWriter = true });

    /// <summary>Carries until the sender has said that it is done, or the receiver that it takes nothing more.</summary>
    /// <param name="cancellationToken">Lets everything that is on the way go.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(stop.Token);
        var failure = await ArriveAsync(stop.Token).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        failure = await sending.ConfigureAwait(false) ?? failure;
        await to.CompleteAsync(failure).ConfigureAwait(false);
        await from.CompleteAsync(failure).ConfigureAwait(false);
    }

    private async Task<Exception?> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await from.ReadAsync(cancellationToken).ConfigureAwait(false);
                await DispatchAsync(read.Buffer, cancellationToken).ConfigureAwait(false);
                from.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
            _way.Writer.Complete();
            return null;
        }
        catch (OperationCanceledException)
        {
            _way.Writer.Complete();
            return null;
        }
#pragma warning disable CA1031 // Whatever ended the sender is handed to the receiver, as a pipe does.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _way.Writer.Complete();
            return exception;
        }
    }

    private async ValueTask DispatchAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes.Slice(0, Math.Min(bytes.Length, ChunkBytes));
            var arrival = schedule.Arrival(time.GetElapsedTime(0), (int)part.Length);
            await _way.Writer.WriteAsync(new Chunk(part.ToArray(), arrival), cancellationToken).ConfigureAwait(false);
            bytes = bytes.Slice(part.End);
        }
    }

    private async Task<Exception?> ArriveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var chunk in _way.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var wait = chunk.Arrival - time.GetElapsedTime(0);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                }

                if ((await to.WriteAsync(chunk.Bytes, cancellationToken).ConfigureAwait(false)).IsCompleted)
                {
                    break;
                }
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever ended the receiver is handed to the sender, as a pipe does.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private readonly record struct Chunk(byte[] Bytes, TimeSpan Arrival);
}
