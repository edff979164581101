using System.Buffers;
using System.IO.Pipelines;

namespace Weft.Server.Sockets.Handing;

/// <summary>
/// A connection's transport as the stream that a WebSocket wants: one reads, one writes, at once with each other. A read of no bytes waits for some without holding
/// a buffer. Tokens are not looked at: a WebSocket that is cancelled disposes its stream, which ends what waits.
/// </summary>
/// <param name="transport">Whoever made the stream completes it.</param>
internal sealed class TransportStream(IDuplexPipe transport) : Stream
{
    private volatile bool _isDisposed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await transport.Input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            var arrived = result.Buffer;
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!arrived.IsEmpty || result.IsCompleted)
            {
                var count = (int)Math.Min(arrived.Length, buffer.Length);
                var taken = arrived.Slice(0, count);
                taken.CopyTo(buffer.Span);
                transport.Input.AdvanceTo(taken.End);
                return count;
            }

            // Woken for nothing: HTTP was asked to stop just before it ended.
            transport.Input.AdvanceTo(arrived.Start);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await transport.Output.WriteAsync(buffer, CancellationToken.None).ConfigureAwait(false);
        if (result.IsCompleted || _isDisposed)
        {
            throw new IOException("The connection is closed.");
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            transport.Input.CancelPendingRead();
            transport.Output.CancelPendingFlush();
        }

        base.Dispose(disposing);
    }
}
