namespace Weft.Storage.Sqlite;

public sealed partial class SqliteDocumentStore
{
    /// <inheritdoc/>
    public Task<StoreUse> MeasureAsync(CancellationToken cancellationToken) => ReadAsync(reader => reader.Measure(), cancellationToken);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.Touch();
            return true;
        },
        cancellationToken);
}
