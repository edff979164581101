namespace Weft.Storage.Tests;

public sealed class InMemoryStoreTests : StoreContract
{
    protected override IDocumentStore Open() => new InMemoryDocumentStore(Time);
}
