using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Items by path, and what deleted ones were.</summary>
internal sealed class ItemTable
{
    private readonly SortedDictionary<string, Item> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Item> _deleted = new(StringComparer.Ordinal);

    internal IEnumerable<KeyValuePair<string, Item>> All => _present;

    internal Item? Find(string path) => _present.GetValueOrDefault(path);

    /// <summary>What an item was when it was there last; null when this was never seen.</summary>
    internal Item? FindDeleted(string path) => _deleted.GetValueOrDefault(path);

    internal IEnumerable<Item> In(string collection) =>
        _present.Where(item => IsIn(item.Key, collection)).Select(item => item.Value);

    internal ImmutableHashSet<string> PathsIn(string collection) =>
        [.. _present.Keys.Where(path => IsIn(path, collection))];

    internal void Set(string path, Item? item)
    {
        if (item is not null)
        {
            _present[path] = item;
        }
        else if (_present.Remove(path, out Item? former))
        {
            _deleted[path] = former;
        }
    }

    internal void Load(IReadOnlyDictionary<string, ImmutableArray<WireItem>> items)
    {
        _present.Clear();
        _deleted.Clear();
        foreach ((string collection, ImmutableArray<WireItem> its) in items)
        {
            foreach (WireItem item in its)
            {
                _present[$"{collection}/{item.Id}"] = new Item(item.Id, item.Kind, WireValues.ToProperties(item.Properties));
            }
        }
    }

    internal SortedDictionary<string, ImmutableArray<WireItem>> ToWire()
    {
        var wire = new SortedDictionary<string, ImmutableArray<WireItem>>(StringComparer.Ordinal);
        foreach (var collection in _present.GroupBy(item => item.Key.Split('/')[0], StringComparer.Ordinal))
        {
            wire.Add(
                collection.Key,
                [.. collection.Select(item => new WireItem(item.Value.Id, item.Value.Kind, WireValues.ToWire(item.Value.Properties)))]);
        }

        return wire;
    }

    private static bool IsIn(string path, string collection) =>
        path.Length > collection.Length && path[collection.Length] == '/' && path.StartsWith(collection, StringComparison.Ordinal);
}
