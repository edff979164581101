using Weft.Engine;
using Weft.Kinds;
using Weft.Sync;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>The items of a board, however they are held; nothing is copied.</summary>
/// <param name="find">Finds a present item.</param>
/// <param name="all">The present items of a collection, in any order.</param>
/// <param name="isDeleted">Tells of an item that is not there whether it was; null when nobody knows: then none was.</param>
internal sealed class BoardItems(Func<ItemPath, Item?> find, Func<string, IEnumerable<Item>> all, Func<ItemPath, bool>? isDeleted = null)
{
    /// <summary>Its pictures.</summary>
    public required JamPictures Pictures { get; init; }

    /// <summary>The items that a session shows. It does not know all that was deleted before it came.</summary>
    /// <param name="session">The session.</param>
    /// <param name="pictures">The board's pictures.</param>
    /// <param name="isDeleted">Tells of an item that is not there whether it was.</param>
    public static BoardItems Of(ClientSession session, JamPictures pictures, Func<ItemPath, bool>? isDeleted = null) =>
        new(session.Find, session.Items, isDeleted) { Pictures = pictures };

    /// <summary>The items of a document, to be used where the document may be read.</summary>
    /// <param name="document">The document.</param>
    /// <param name="pictures">The board's pictures.</param>
    public static BoardItems Of(Document document, JamPictures pictures) =>
        new(document.Find, document.Items, path => document.Find(path) is null && document.AgentsThatAdded(path).Any()) { Pictures = pictures };

    /// <summary>An item of the collection <c>elements</c>; null when it is not there.</summary>
    public Item? Find(string id) => FindAt(new ItemPath(BoardKind.Elements, id));

    /// <summary>An item of any collection.</summary>
    public Item? FindAt(ItemPath path) => find(path);

    /// <summary>The items of a collection.</summary>
    public IEnumerable<Item> In(string collection) => all(collection);

    /// <summary>Whether an item was there and was deleted.</summary>
    public bool IsDeleted(ItemPath path) => isDeleted?.Invoke(path) == true;
}
