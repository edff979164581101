namespace Weft.Engine;

/// <summary>What has to be done to the items as they were in one version, so that they are as in another.</summary>
internal sealed class ItemDifference(EventGraph graph, EventOwners owners)
{
    private readonly RangeList _ranges = new();
    private readonly RangeList _others = new();

    /// <summary>Adds the operations. Costs a pass over all operations on items, if any is in the difference.</summary>
    public void AddTo(List<Operation> operations, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        graph.Diff(from, to, _ranges, _others);
        if (!HasItems(_ranges) && !HasItems(_others))
        {
            return;
        }

        var before = ItemsAt(from);
        var after = ItemsAt(to);
        var collections = new SortedSet<string>(before.Collections.Concat(after.Collections), StringComparer.Ordinal);
        foreach (var collection in collections)
        {
            var ids = new SortedSet<string>(
                IdsOf(before, collection).Concat(IdsOf(after, collection)), StringComparer.Ordinal);
            foreach (var id in ids)
            {
                Compare(new ItemPath(collection, id), before, after, operations);
            }
        }
    }

    private static IEnumerable<string> IdsOf(ItemStore items, string collection) =>
        items.InCollection(collection)?.Keys ?? [];

    private static void Compare(ItemPath path, ItemStore before, ItemStore after, List<Operation> operations)
    {
        var isKnown = before.TryFind(path, out var old);
        var was = isKnown && !old!.IsDeleted;
        var isThere = after.TryFind(path, out var item) && !item.IsDeleted;
        if (was && !isThere)
        {
            operations.Add(new DeleteItem(path));
        }
        else if (isThere && !was && isKnown)
        {
            operations.Add(new RestoredItem(path, item!.Kind, item.CurrentProperties()));
        }
        else if (isThere && (!was || !string.Equals(old!.Kind, item!.Kind, StringComparison.Ordinal)))
        {
            operations.Add(new AddItem(path, item!.Kind, item.CurrentProperties()));
        }
        else if (isThere && Changed(old!.CurrentProperties(), item!.CurrentProperties()) is { Count: > 0 } changed)
        {
            operations.Add(new SetProperties(path, changed));
        }
    }

    private static Properties Changed(Properties before, Properties after)
    {
        var changed = Properties.Empty;
        foreach (var key in before.Keys)
        {
            changed = after.ContainsKey(key) ? changed : changed.With(key, JsonValue.Null);
        }

        foreach (var (key, value) in after)
        {
            changed = before.TryGetValue(key, out var old) && old == value ? changed : changed.With(key, value);
        }

        return changed;
    }

    private bool HasItems(RangeList ranges)
    {
        foreach (var range in ranges.Span)
        {
            if (owners.IndexOfItem(range.Start) < owners.IndexOfItem(range.End))
            {
                return true;
            }
        }

        return false;
    }

    private ItemStore ItemsAt(ReadOnlySpan<int> version)
    {
        var items = new ItemStore();
        graph.Diff(version, [], _ranges, _others);
        for (var i = _ranges.Count - 1; i >= 0; i--)
        {
            var end = owners.IndexOfItem(_ranges[i].End);
            for (var at = owners.IndexOfItem(_ranges[i].Start); at < end; at++)
            {
                var (lv, operation) = owners.Items[at];
                items.Apply(operation, lv, graph.FirstEventOf(graph.ChangeOf(lv)), graph, null);
            }
        }

        return items;
    }
}
