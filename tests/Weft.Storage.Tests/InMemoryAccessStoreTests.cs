namespace Weft.Storage.Tests;

public sealed class InMemoryAccessStoreTests : AccessStoreContract
{
    protected override IAccessStore Open() => new InMemoryAccessStore();
}
