using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// The items of a document. Every part of an item is a register, so operations may come in any order that respects
/// causality: no walk is ever needed. Being deleted is a register too, which only a deletion sets and only a
/// restoration unsets.
/// </summary>
internal sealed class ItemStore
{
    private readonly SortedDictionary<string, SortedDictionary<string, ItemState>> _collections = new(StringComparer.Ordinal);

    public IEnumerable<string> Collections => _collections.Keys;

    public IReadOnlyDictionary<string, ItemState>? InCollection(string collection) =>
        _collections.GetValueOrDefault(collection);

    public bool TryFind(ItemPath path, [NotNullWhen(true)] out ItemState? item)
    {
        item = null;
        return _collections.TryGetValue(path.Collection, out var items) && items.TryGetValue(path.Id, out item);
    }

    public ItemState FindOrAdd(ItemPath path)
    {
        if (!_collections.TryGetValue(path.Collection, out var items))
        {
            _collections.Add(path.Collection, items = new SortedDictionary<string, ItemState>(StringComparer.Ordinal));
        }

        if (!items.TryGetValue(path.Id, out var item))
        {
            items.Add(path.Id, item = new ItemState());
        }

        return item;
    }

    /// <summary>Applies an operation that has been checked, and adds what it came to.</summary>
    /// <param name="operation">An operation on items.</param>
    /// <param name="at">Its event, which the graph has already.</param>
    /// <param name="first">The first event of its change.</param>
    /// <param name="graph">Tells what the author had seen.</param>
    /// <param name="effects">Takes the transformed operations, unless it is null.</param>
    public void Apply(Operation operation, int at, int first, EventGraph graph, List<Operation>? effects)
    {
        var stamp = graph.StampOf(at);
        switch (operation)
        {
            case AddItem add:
                Add(add, graph.NameOf(at), stamp, effects);
                break;
            case SetProperties set:
                var updated = FindOrAdd(set.Path);
                var won = updated.WriteProperties(stamp, set.Properties);
                if (!updated.IsDeleted && won.Count > 0)
                {
                    effects?.Add(set.Properties.Count == won.Count ? set : set with { Properties = won });
                }

                break;
            case DeleteItem delete:
                if (FindOrAdd(delete.Path).WriteDeleted(stamp, true))
                {
                    effects?.Add(delete);
                }

                break;
            case RestoreItem restore:
                var restored = FindOrAdd(restore.Path);
                if (restored.WriteDeleted(stamp, false))
                {
                    effects?.Add(new RestoredItem(restore.Path, restored.Kind, restored.CurrentProperties()));
                }

                break;
            case ClearItems clear:
                Clear(clear, first, graph, stamp, effects);
                break;
        }
    }

    private void Add(AddItem add, EventId at, Stamp stamp, List<Operation>? effects)
    {
        var item = FindOrAdd(add.Path);
        var isNew = item.Adds.Count == 0;
        item.Adds.Add(at);
        var kindChanged = item.WriteKind(stamp, add.Kind);
        var won = item.WriteProperties(stamp, add.Properties);
        if (item.IsDeleted)
        {
            return;
        }

        if (isNew || kindChanged)
        {
            var properties = item.CurrentProperties();
            effects?.Add(properties.Equals(add.Properties) ? add : add with { Properties = properties });
        }
        else if (won.Count > 0)
        {
            effects?.Add(new SetProperties(add.Path, won));
        }
    }

    private void Clear(ClearItems clear, int first, EventGraph graph, Stamp stamp, List<Operation>? effects)
    {
        if (InCollection(clear.Collection) is not { } items)
        {
            return;
        }

        var seen = new EventList();
        seen.Set(graph.ParentsOf(first));
        foreach (var (id, item) in items)
        {
            if (IsSeen(item, seen.Span, first, graph) && item.WriteDeleted(stamp, true))
            {
                effects?.Add(new DeleteItem(new ItemPath(clear.Collection, id)));
            }
        }
    }

    /// <summary>Takes an item as a file holds it.</summary>
    public void Restore(ItemImage image)
    {
        if (!_collections.TryGetValue(image.Path.Collection, out var items))
        {
            _collections.Add(image.Path.Collection, items = new SortedDictionary<string, ItemState>(StringComparer.Ordinal));
        }

        items[image.Path.Id] = ItemState.Of(image);
    }

    /// <summary>Adds all items as files hold them, in ordinal order of collections and ids.</summary>
    public void AddImages(List<ItemImage> images)
    {
        foreach (var (collection, items) in _collections)
        {
            foreach (var (id, item) in items)
            {
                images.Add(item.ToImage(new ItemPath(collection, id)));
            }
        }
    }

    /// <summary>Whether the item was added in a version, or from an event on.</summary>
    public static bool IsSeen(ItemState item, ReadOnlySpan<int> version, int first, EventGraph graph)
    {
        foreach (var add in item.Adds)
        {
            // What lies below the horizon is in the past of everything.
            if (graph.Find(add, out var at) == EventLookup.BelowHorizon || at >= first || graph.Contains(version, at))
            {
                return true;
            }
        }

        return false;
    }
}
