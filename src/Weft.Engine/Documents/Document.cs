using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A replicated document: a graph of changes, and the texts and items that they add up to. Replicas that have merged
/// the same changes, in whatever order, are equal. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Texts are merged with the event graph walker (J. Gentle, M. Kleppmann, "Collaborative Text Editing with Eg-walker"),
/// concurrent insertions at one place ordered as by FugueMax (M. Weidner, M. Kleppmann, "The Art of the Fugue").
/// docs/internals.md explains it.
/// </remarks>
public sealed partial class Document
{
    private static readonly RichText _emptyText = new();

    private readonly SortedDictionary<string, TextContainer> _texts = new(StringComparer.Ordinal);
    private ItemStore _items = new();
    private EventGraph _graph = new();
    private EventOwners _owners = new();

    // Whoever edits goes on editing the same text.
    private TextContainer? _lastText;

    /// <summary>The version of everything that was merged.</summary>
    public Version Version => _graph.ToVersion(_graph.Heads);

    /// <summary>How many changes were merged.</summary>
    public int ChangeCount => _graph.ChangeCount;

    /// <summary>The paths of all texts that were ever written to, in ordinal order.</summary>
    public IEnumerable<string> TextPaths => _texts.Keys;

    /// <summary>The names of all collections that ever had an item, in ordinal order.</summary>
    public IEnumerable<string> Collections => _items.Collections;

    /// <summary>
    /// A text as it is now; it shows later changes too. An empty text that stays empty when the path was never written
    /// to.
    /// </summary>
    public IReadOnlyText Text(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FindText(path)?.Text ?? _emptyText;
    }

    /// <summary>The items of a collection that are present, in ordinal order of their ids.</summary>
    public IReadOnlyCollection<Item> Items(string collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        var present = new List<Item>();
        if (_items.InCollection(collection) is not { } items)
        {
            return present;
        }

        foreach (var (id, item) in items)
        {
            if (!item.IsDeleted)
            {
                present.Add(new Item(id, item.Kind, item.CurrentProperties()));
            }
        }

        return present;
    }

    /// <summary>An item, or null when it is not present.</summary>
    public Item? Find(ItemPath path) =>
        _items.TryFind(path, out var item) && !item.IsDeleted ? new Item(path.Id, item.Kind, item.CurrentProperties()) : null;

    /// <summary>An item, also while it is deleted: then as it would come back. Null when it was never there.</summary>
    public Item? FindKnown(ItemPath path) =>
        _items.TryFind(path, out var item) ? new Item(path.Id, item.Kind, item.CurrentProperties()) : null;

    /// <summary>Begins a local change of what the document is now; nothing happens before it is committed.</summary>
    /// <param name="agent">The author: no other replica may make changes in this name.</param>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970.</param>
    public Transaction Begin(string agent, long nowMilliseconds)
    {
        ArgumentException.ThrowIfNullOrEmpty(agent);
        return new Transaction(this, agent, nowMilliseconds);
    }

    /// <summary>
    /// Asserts that the document's structures are sound. Does nothing outside Debug. Costs as much as the document is
    /// long.
    /// </summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        _graph.CheckInvariants();
        var events = _owners.ItemCount;
        foreach (var container in _texts.Values)
        {
            container.CheckInvariants();
            events += container.Log.EventCount;
        }

        Debug.Assert(events == _graph.EventCount - _graph.BaseEvents, "Every event is in a text or about items.");
    }

    /// <summary>What is held of a text, or null when it was never written to.</summary>
    internal TextContainer? FindText(string path)
    {
        if (_lastText is not null && (ReferenceEquals(path, _lastText.Path) || string.Equals(path, _lastText.Path, StringComparison.Ordinal)))
        {
            return _lastText;
        }

        return _texts.TryGetValue(path, out var container) ? _lastText = container : null;
    }

    /// <summary>Whether an item was ever added in the past of a version.</summary>
    internal bool IsItemSeen(ItemPath path, ReadOnlySpan<int> version) =>
        _items.TryFind(path, out var item) && ItemStore.IsSeen(item, version, int.MaxValue, _graph);

    private TextContainer FindOrAddText(string path)
    {
        if (FindText(path) is { } container)
        {
            return container;
        }

        _lastText = new TextContainer(_graph, path, new RichText(), new TextLog());
        _texts.Add(path, _lastText);
        return _lastText;
    }
}
