namespace Weft.Engine;

/// <summary>Judges the operations of one change by what its author saw, before anything is done.</summary>
internal sealed class ChangeCheck(
    CausalGraph graph, SortedDictionary<string, TextContainer> texts, ItemStore items, int[] parents, bool isLinear)
{
    private readonly Dictionary<string, AuthorView> _views = new(StringComparer.Ordinal);
    private HashSet<ItemPath>? _added;
    private int[]?[]? _lowSurrogates;

    /// <summary>The text that an operation is about, or null when it is about items.</summary>
    public static string? TextPathOf(Operation operation) => operation switch
    {
        InsertText insert => insert.Path,
        InsertEmbed insert => insert.Path,
        DeleteText delete => delete.Path,
        FormatText format => format.Path,
        _ => null,
    };

    /// <summary>Why the change cannot be taken, or null.</summary>
    public MergeResult.Refused? Check(Change change)
    {
        for (var i = 0; i < change.Operations.Length; i++)
        {
            var operation = change.Operations[i];
            var reason = TextPathOf(operation) is { } path ? CheckText(path, operation, i, change) : CheckItem(operation);
            if (reason is not null)
            {
                return ChangeRules.Refuse(reason.Value, i);
            }
        }

        return null;
    }

    /// <summary>Whether the author had seen the items that the change is about.</summary>
    public bool CheckItems(Change change)
    {
        foreach (var operation in change.Operations)
        {
            if (TextPathOf(operation) is null && CheckItem(operation) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The offsets of low surrogates in what an operation deletes, null for none.</summary>
    public int[]? LowSurrogates(int operation) => _lowSurrogates?[operation];

    private RefusalReason? CheckText(string path, Operation operation, int index, Change change)
    {
        if (!_views.TryGetValue(path, out var view))
        {
            _views.Add(path, view = Open(path));
        }

        var reason = view.Check(operation, out var lowSurrogates);
        if (lowSurrogates is not null)
        {
            _lowSurrogates ??= new int[change.Operations.Length][];
            _lowSurrogates[index] = lowSurrogates;
        }

        return reason;
    }

    private AuthorView Open(string path)
    {
        var container = texts.GetValueOrDefault(path);
        return isLinear || container is null
            ? AuthorView.OfHead(container)
            : AuthorView.OfWalker(container, container.WalkerAt(parents));
    }

    private RefusalReason? CheckItem(Operation operation)
    {
        switch (operation)
        {
            case AddItem add:
                if (IsSeen(add.Path))
                {
                    return RefusalReason.ItemExists;
                }

                (_added ??= []).Add(add.Path);
                return null;
            case SetProperties set:
                return IsSeen(set.Path) ? null : RefusalReason.UnknownItem;
            case DeleteItem delete:
                return IsSeen(delete.Path) ? null : RefusalReason.UnknownItem;
            case RestoreItem restore:
                return IsSeen(restore.Path) ? null : RefusalReason.UnknownItem;
            default:
                return null;
        }
    }

    private bool IsSeen(ItemPath path) =>
        (_added is not null && _added.Contains(path))
        || (items.TryFind(path, out var item) && ItemStore.IsSeen(item, parents, -1, graph));
}
