namespace Weft.Storage;

/// <summary>
/// Bytes that a store has taken in and that are no file yet: <see cref="IFileStore.KeepAsync"/> makes them one. Whoever asked for it disposes
/// it, which drops what was not kept. For one thread at a time.
/// </summary>
public abstract class FileDraft : IAsyncDisposable
{
    /// <summary>What was written so far, to be read and sought in. The draft's own to dispose.</summary>
    public abstract Stream Content { get; }

    /// <summary>Appends bytes. Nothing was read from <see cref="Content"/> before.</summary>
    /// <param name="bytes">The bytes; not kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when they are taken in, and not yet durable.</returns>
    /// <exception cref="StoreFaultException">The disk is full or cannot be written.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
