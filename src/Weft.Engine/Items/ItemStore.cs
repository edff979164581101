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
    /// <param name="change">The index of its change, which the graph has already.</param>
    /// <param name="graph">Tells what the author had seen.</param>
    /// <param name="effects">Takes the transformed operations.</param>
    public void Apply(Operation operation, int change, CausalGraph graph, List<Operation> effects)
    {
        var stamp = graph.StampOf(change);
        switch (operation)
        {
            case AddItem add:
                Add(add, change, stamp, effects);
                break;
            case SetProperties set:
                var updated = FindOrAdd(set.Path);
                var won = updated.WriteProperties(stamp, set.Properties);
                if (!updated.IsDeleted && won.Count > 0)
                {
                    effects.Add(set.Properties.Count == won.Count ? set : set with { Properties = won });
                }

                break;
            case DeleteItem delete:
                if (FindOrAdd(delete.Path).WriteDeleted(stamp, true))
                {
                    effects.Add(delete);
                }

                break;
            case RestoreItem restore:
                var restored = FindOrAdd(restore.Path);
                if (restored.WriteDeleted(stamp, false))
                {
                    effects.Add(new RestoredItem(restore.Path, restored.Kind, restored.CurrentProperties()));
                }

                break;
            case ClearItems clear:
                Clear(clear, change, graph, stamp, effects);
                break;
        }
    }

    private void Add(AddItem add, int change, Stamp stamp, List<Operation> effects)
    {
        var item = FindOrAdd(add.Path);
        var isNew = item.Adds.Count == 0;
        item.Adds.Add(change);
        var kindChanged = item.WriteKind(stamp, add.Kind);
        var won = item.WriteProperties(stamp, add.Properties);
        if (item.IsDeleted)
        {
            return;
        }

        if (isNew || kindChanged)
        {
            var properties = item.CurrentProperties();
            effects.Add(properties.Equals(add.Properties) ? add : add with { Properties = properties });
        }
        else if (won.Count > 0)
        {
            effects.Add(new SetProperties(add.Path, won));
        }
    }

    private void Clear(ClearItems clear, int change, CausalGraph graph, Stamp stamp, List<Operation> effects)
    {
        if (InCollection(clear.Collection) is not { } items)
        {
            return;
        }

        foreach (var (id, item) in items)
        {
            if (IsSeen(item, graph.ParentsOf(change), change, graph) && item.WriteDeleted(stamp, true))
            {
                effects.Add(new DeleteItem(new ItemPath(clear.Collection, id)));
            }
        }
    }

    /// <summary>Whether the item was added in a version, or by the change itself.</summary>
    public static bool IsSeen(ItemState item, int[] version, int change, CausalGraph graph)
    {
        foreach (var add in item.Adds)
        {
            if (add == change || graph.Contains(version, add))
            {
                return true;
            }
        }

        return false;
    }
}
