namespace Weft.Engine;

/// <summary>
/// Judges the operations of one change by what its author saw, before anything is done: for changes of several
/// operations or on items. A text judges a lone edit itself.
/// </summary>
internal sealed class ChangeCheck(Document document, ChangeDraft draft, EventList parents, bool isLinear)
{
    private readonly Dictionary<string, AuthorView> _views = new(StringComparer.Ordinal);
    private HashSet<ItemPath>? _added;
    private int[]?[]? _lowSurrogates;

    /// <summary>Why the change cannot be taken, or null.</summary>
    public MergeResult.Refused? Check()
    {
        for (var i = 0; i < draft.OperationCount; i++)
        {
            ref readonly var operation = ref draft.Operations[i];
            var reason = operation.Path is null ? CheckItem(operation.Item!) : CheckText(operation.Path, i);
            if (reason is not null)
            {
                return ChangeRules.Refuse(reason.Value, i);
            }
        }

        return null;
    }

    /// <summary>The offsets of low surrogates in what an operation deletes.</summary>
    public ReadOnlySpan<int> LowSurrogates(int operation) => _lowSurrogates?[operation];

    private RefusalReason? CheckText(string path, int index)
    {
        if (!_views.TryGetValue(path, out var view))
        {
            _views.Add(path, view = Open(path));
        }

        var reason = view.Check(index, out var lowSurrogates);
        if (lowSurrogates is not null)
        {
            _lowSurrogates ??= new int[draft.OperationCount][];
            _lowSurrogates[index] = lowSurrogates;
        }

        return reason;
    }

    private AuthorView Open(string path)
    {
        var container = document.FindText(path);
        return isLinear || container is null
            ? AuthorView.OfHead(draft, container)
            : AuthorView.OfWalker(draft, container, container.WalkerAt(parents.Span, int.MaxValue, document.AgentOf(draft)));
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
        (_added is not null && _added.Contains(path)) || document.IsItemSeen(path, parents.Span);
}
