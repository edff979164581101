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

    private readonly CausalGraph _graph = new();
    private readonly List<Change> _changes = [];
    private readonly SortedDictionary<string, TextContainer> _texts = new(StringComparer.Ordinal);
    private readonly ItemStore _items = new();
    private Version _version = Version.Root;

    /// <summary>The version of everything that was merged.</summary>
    public Version Version => _version;

    /// <summary>How many changes were merged.</summary>
    public int ChangeCount => _changes.Count;

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
        return _texts.TryGetValue(path, out var container) ? container.Text : _emptyText;
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
        Debug.Assert(_graph.Count == _changes.Count, "The graph has a node for each change.");
        foreach (var container in _texts.Values)
        {
            container.CheckInvariants();
        }
    }
}
