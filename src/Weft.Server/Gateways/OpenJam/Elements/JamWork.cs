using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A piece of work on a board: drafts of items over what is there, and at the end the operations that make them so.</summary>
internal sealed class JamWork
{
    private static readonly DocumentKind Kind = DocumentKinds.Find("board")!;

    private readonly BoardItems _items;
    private readonly string _collection;
    private readonly Dictionary<string, ItemDraft?> _drafts = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Begins.</summary>
    /// <param name="items">The board.</param>
    /// <param name="collection">The collection that the work is on.</param>
    public JamWork(BoardItems items, string collection = BoardKind.Elements)
    {
        (_items, _collection) = (items, collection);
        Board = new BoardItems(path => IsOurs(path.Collection) ? Find(path.Id) : items.FindAt(path), name => IsOurs(name) ? All() : items.In(name), items.IsDeleted)
        {
            Pictures = items.Pictures,
        };
    }

    /// <summary>The board as it will be.</summary>
    public BoardItems Board { get; }

    /// <summary>The draft of an item; null when there is no such item.</summary>
    public ItemDraft? Open(string id)
    {
        if (_drafts.TryGetValue(id, out var draft))
        {
            return draft;
        }

        return _items.FindAt(PathOf(id)) is { } item ? Keep(id, ItemDraft.Of(item)) : null;
    }

    /// <summary>Makes a new item, whose id no item has.</summary>
    public ItemDraft Create(string id, string kind) => Keep(id, ItemDraft.New(id, kind))!;

    /// <summary>Deletes an item that is there.</summary>
    public void Delete(string id) => Keep(id, null);

    /// <summary>Whether an id belonged to an item that was deleted.</summary>
    public bool IsDeleted(string id) => _items.IsDeleted(PathOf(id));

    /// <summary>What is to be done, or why it cannot be.</summary>
    public JamEdit Finish()
    {
        var operations = ImmutableArray.CreateBuilder<WireOperation>();
        foreach (var id in _order)
        {
            foreach (var operation in OperationsOn(id))
            {
                if (Kind.Check(operation) is { } violation)
                {
                    return JamEdit.Refuse(violation.Message);
                }

                operations.Add(ToWire(operation));
            }
        }

        return new JamEdit(operations.ToImmutable());
    }

    private IEnumerable<Operation> OperationsOn(string id)
    {
        var path = PathOf(id);
        var draft = _drafts[id];
        if (draft is null)
        {
            return _items.FindAt(path) is null ? [] : [new DeleteItem(path)];
        }

        if (!draft.IsNew)
        {
            return draft.Changes.Count == 0 ? [] : [new SetProperties(path, draft.Changes)];
        }

        // The id of a deleted item is not free: what is to be there again is that item, with everything about it said anew.
        return _items.IsDeleted(path)
            ? [new RestoreItem(path), new SetProperties(path, draft.Now)]
            : [new AddItem(path, draft.Kind, draft.Now)];
    }

    private static WireOperation ToWire(Operation operation) => operation switch
    {
        AddItem add => new AddOperation(add.Path.ToString(), add.Kind, ToWire(add.Properties)),
        SetProperties set => new UpdateOperation(set.Path.ToString(), ToWire(set.Properties)),
        RestoreItem restore => new RestoreOperation(restore.Path.ToString()),
        DeleteItem delete => new DeleteOperation(delete.Path.ToString()),
        _ => throw new ArgumentException("Nothing else is made here.", nameof(operation)),
    };

    private static Dictionary<string, RawJson> ToWire(Properties properties) =>
        properties.ToDictionary(property => property.Key, property => new RawJson(property.Value.Text), StringComparer.Ordinal);

    private ItemDraft? Keep(string id, ItemDraft? draft)
    {
        if (!_drafts.ContainsKey(id))
        {
            _order.Add(id);
        }

        return _drafts[id] = draft;
    }

    private ItemPath PathOf(string id) => new(_collection, id);

    private bool IsOurs(string collection) => string.Equals(collection, _collection, StringComparison.Ordinal);

    private Item? Find(string id) => _drafts.TryGetValue(id, out var draft) ? draft?.Item : _items.FindAt(PathOf(id));

    private IEnumerable<Item> All() => _items.In(_collection).Where(item => !_drafts.ContainsKey(item.Id))
        .Concat(_order.Select(id => _drafts[id]).OfType<ItemDraft>().Select(draft => draft.Item));
}
