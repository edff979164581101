namespace Weft.Storage.Tests;

public sealed class InMemoryFileStoreTests : FileStoreContract
{
    protected override IFileStore Open() => new InMemoryFileStore();
}
