namespace Weft.Engine;

/// <summary>
/// What has to be done to the items now, so that some changes of one author hold no longer, or hold again: only where
/// their writes decide, or would decide.
/// </summary>
internal sealed class ItemReversal
{
    private readonly EventGraph _graph;
    private readonly EventOwners _owners;
    private readonly ItemStore _items;
    private readonly Reversal _reversal;
    private readonly SortedDictionary<string, SortedDictionary<string, TouchedItem>> _touched = new(StringComparer.Ordinal);

    public ItemReversal(EventGraph graph, EventOwners owners, ItemStore items, Reversal reversal)
    {
        (_graph, _owners, _items, _reversal) = (graph, owners, items, reversal);
    }

    /// <summary>Adds the operations. Costs a pass over all operations on items, if the changes have any.</summary>
    public void AddTo(List<Operation> operations)
    {
        foreach (var range in _reversal.Target.Ranges)
        {
            for (var i = _owners.IndexOfItem(range.Start); i < _owners.ItemCount && _owners.Items[i].Event < range.End; i++)
            {
                Touch(_owners.Items[i].Operation, _owners.Items[i].Event);
            }
        }

        if (_touched.Count == 0)
        {
            return;
        }

        for (var i = 0; i < _owners.ItemCount; i++)
        {
            Read(_owners.Items[i].Operation, _owners.Items[i].Event);
        }

        foreach (var (collection, items) in _touched)
        {
            foreach (var (id, touched) in items)
            {
                var path = new ItemPath(collection, id);
                if (_items.TryFind(path, out var item))
                {
                    AddTo(operations, path, item, touched);
                }
            }
        }
    }

    private static ItemPath? PathOf(Operation operation) => operation switch
    {
        AddItem add => add.Path,
        SetProperties set => set.Path,
        DeleteItem delete => delete.Path,
        RestoreItem restore => restore.Path,
        _ => null,
    };

    private void Touch(Operation operation, int at)
    {
        if (PathOf(operation) is { } path)
        {
            Touch(path);
        }
        else if (operation is ClearItems clear && _items.InCollection(clear.Collection) is { } items)
        {
            foreach (var (id, item) in items)
            {
                if (HadSeen(at, item))
                {
                    Touch(new ItemPath(clear.Collection, id));
                }
            }
        }
    }

    private void Touch(ItemPath path)
    {
        if (!_touched.TryGetValue(path.Collection, out var items))
        {
            _touched.Add(path.Collection, items = new SortedDictionary<string, TouchedItem>(StringComparer.Ordinal));
        }

        var change = -1;
        if (_items.TryFind(path, out var item) && item.Adds.Count == 1 && _graph.Find(item.Adds[0], out var addition) == EventLookup.Found)
        {
            change = _graph.ChangeOf(addition);
        }

        items.TryAdd(path.Id, new TouchedItem { OnlyAddition = change });
    }

    /// <summary>Whether the author of an event had seen an item.</summary>
    private bool HadSeen(int at, ItemState item)
    {
        foreach (var add in item.Adds)
        {
            if (_graph.Find(add, out var lv) == EventLookup.Found && lv < at && _graph.Contains([at], lv))
            {
                return true;
            }
        }

        return false;
    }

    private void Read(Operation operation, int at)
    {
        if (operation is ClearItems clear)
        {
            if (_touched.TryGetValue(clear.Collection, out var cleared))
            {
                foreach (var (id, touched) in cleared)
                {
                    if (_items.TryFind(new ItemPath(clear.Collection, id), out var item) && HadSeen(at, item))
                    {
                        Write(ref touched.Deleted, at, JsonValue.True);
                    }
                }
            }

            return;
        }

        if (PathOf(operation) is { } path && _touched.TryGetValue(path.Collection, out var items)
            && items.TryGetValue(path.Id, out var found))
        {
            Read(operation, at, found);
        }
    }

    private void Read(Operation operation, int at, TouchedItem item)
    {
        switch (operation)
        {
            case AddItem add:
                item.IsAddedByTarget |= _reversal.Target.Contains(at);
                item.IsAdded |= _reversal.Counts(at);
                Write(item, add.Properties, at);
                break;
            case SetProperties set:
                Write(item, set.Properties, at);
                break;
            default:
                Write(ref item.Deleted, at, operation is DeleteItem ? JsonValue.True : JsonValue.False);
                break;
        }
    }

    /// <summary>
    /// Writes properties. The only addition of an item is taken back by deleting that, and what its change wrote is kept.
    /// </summary>
    private void Write(TouchedItem item, Properties properties, int at)
    {
        var isKept = item.OnlyAddition == _graph.ChangeOf(at);
        foreach (var (key, value) in properties)
        {
            item.Properties.TryGetValue(key, out var register);
            Write(ref register, at, value, isKept);
            item.Properties[key] = register;
        }
    }

    private void Write(ref TouchedRegister register, int at, JsonValue value, bool isKept = false)
    {
        var write = new UnitWrite(at, _graph.StampOf(at), value);
        register.Decides = isKept || _reversal.CountsWithTarget(at) ? Later(register.Decides, write) : register.Decides;
        register.Wanted = isKept || _reversal.Counts(at) ? Later(register.Wanted, write) : register.Wanted;
    }

    private static UnitWrite Later(UnitWrite? before, UnitWrite write) =>
        before is { } other && !write.Stamp.WinsOver(other.Stamp) ? other : write;

    private void AddTo(List<Operation> operations, ItemPath path, ItemState item, TouchedItem touched)
    {
        // Without an addition that counts it is not there, unless somebody has restored it.
        var isTakenBack = touched.IsAddedByTarget && !touched.IsAdded;
        var isDeleted = isTakenBack || (touched.Deleted.Wanted is { } decides ? decides.Value == JsonValue.True : !touched.IsAdded);
        if ((touched.IsAddedByTarget || IsTarget(touched.Deleted)) && isDeleted != item.IsDeleted)
        {
            operations.Add(isDeleted ? new DeleteItem(path) : new RestoreItem(path));
        }

        if (isTakenBack)
        {
            return;
        }

        var current = item.CurrentProperties();
        var properties = Properties.Empty;
        foreach (var (key, register) in touched.Properties)
        {
            var value = register.Wanted?.Value ?? JsonValue.Null;
            if (IsTarget(register) && value != (current.TryGetValue(key, out var now) ? now : JsonValue.Null))
            {
                properties = properties.With(key, value);
            }
        }

        if (properties.Count > 0)
        {
            operations.Add(new SetProperties(path, properties));
        }
    }

    private bool IsTarget(in TouchedRegister register) => register.Decides is { } write && _reversal.Target.Contains(write.Event);

    /// <summary>What decides a register when the target counts, and what is to decide.</summary>
    private struct TouchedRegister
    {
        public UnitWrite? Decides;
        public UnitWrite? Wanted;
    }

    /// <summary>All writes of an item that the target touched.</summary>
    private sealed class TouchedItem
    {
        public TouchedRegister Deleted;

        /// <summary>The change that added it; -1 when there are several.</summary>
        public int OnlyAddition { get; init; }

        public bool IsAddedByTarget { get; set; }

        /// <summary>Whether an addition counts once it is done.</summary>
        public bool IsAdded { get; set; }

        public SortedDictionary<string, TouchedRegister> Properties { get; } = new(StringComparer.Ordinal);
    }
}
