using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>
/// Items as the list of everything that was ever done to them; what holds is found by comparing all of it.
/// </summary>
internal sealed class OracleItems
{
    private readonly List<(OracleEvent Event, Operation Operation)> _log = [];

    public RefusalReason? Apply(OracleEvent at, Operation operation)
    {
        var path = PathOf(operation);
        if (path is not null)
        {
            var isSeen = IsSeen(path.Value, at.Saw);
            if (operation is AddItem ? isSeen : !isSeen)
            {
                return operation is AddItem ? RefusalReason.ItemExists : RefusalReason.UnknownItem;
            }
        }

        _log.Add((at, operation));
        return null;
    }

    /// <summary>The items that are present for somebody who has seen so much.</summary>
    public Dictionary<ItemPath, Item> Present(Func<OracleEvent, bool> isSeen)
    {
        var present = new Dictionary<ItemPath, Item>();
        foreach (var path in _log.Select(entry => entry.Operation).OfType<AddItem>().Select(add => add.Path).Distinct())
        {
            if (IsSeen(path, isSeen) && !IsDeleted(path, isSeen))
            {
                present.Add(path, Find(path, isSeen));
            }
        }

        return present;
    }

    private static ItemPath? PathOf(Operation operation) => operation switch
    {
        AddItem add => add.Path,
        SetProperties set => set.Path,
        DeleteItem delete => delete.Path,
        RestoreItem restore => restore.Path,
        _ => null,
    };

    private bool IsSeen(ItemPath path, Func<OracleEvent, bool> isSeen) =>
        _log.Any(entry => entry.Operation is AddItem add && add.Path == path && isSeen(entry.Event));

    private bool IsDeleted(ItemPath path, Func<OracleEvent, bool> isSeen)
    {
        OracleEvent? last = null;
        var deleted = false;
        foreach (var (at, operation) in _log.Where(entry => isSeen(entry.Event)))
        {
            var touches = PathOf(operation) == path && operation is (DeleteItem or RestoreItem);
            var clears = operation is ClearItems clear
                && string.Equals(clear.Collection, path.Collection, StringComparison.Ordinal) && IsSeen(path, at.Saw);
            if ((touches || clears) && at.Beats(last))
            {
                last = at;
                deleted = operation is not RestoreItem;
            }
        }

        return deleted;
    }

    private Item Find(ItemPath path, Func<OracleEvent, bool> isSeen)
    {
        var kind = "";
        OracleEvent? kindWrite = null;
        var properties = Properties.Empty;
        var writes = new Dictionary<string, OracleEvent>(StringComparer.Ordinal);
        foreach (var (at, operation) in _log.Where(entry => isSeen(entry.Event) && PathOf(entry.Operation) == path))
        {
            if (operation is AddItem add && at.Beats(kindWrite))
            {
                (kind, kindWrite) = (add.Kind, at);
            }

            var written = operation is AddItem added ? added.Properties : (operation as SetProperties)?.Properties ?? Properties.Empty;
            foreach (var (key, value) in written)
            {
                if (at.Beats(writes.GetValueOrDefault(key)))
                {
                    writes[key] = at;
                    properties = properties.With(key, value);
                }
            }
        }

        return new Item(path.Id, kind, properties.WithoutNulls());
    }
}
