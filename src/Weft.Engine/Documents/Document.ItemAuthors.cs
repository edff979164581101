namespace Weft.Engine;

/// <content>Who made the items what they are.</content>
public sealed partial class Document
{
    /// <summary>The agents that added an item, deleted since or not: several when they did so concurrently, none when it was never there.</summary>
    public IEnumerable<string> AgentsThatAdded(ItemPath item) =>
        _items.TryFind(item, out var found) ? found.Adds.Select(add => add.Agent) : [];

    /// <summary>
    /// The items of a collection that are present, in the order in which they were added: by time, and within one change by place. Those that
    /// were added again concurrently stand where the last of these stands.
    /// </summary>
    public IReadOnlyList<Item> ItemsAsAdded(string collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return _items.InCollection(collection) is not { } items ? [] :
        [
            .. items.Where(item => !item.Value.IsDeleted)
                .OrderBy(item => item.Value.Added.Clock.Value)
                .ThenBy(item => item.Value.Added.Agent, StringComparer.Ordinal)
                .ThenBy(item => item.Value.Adds.Max(add => add.Sequence))
                .Select(item => new Item(item.Key, item.Value.Kind, item.Value.CurrentProperties())),
        ];
    }

    /// <summary>The write that decides a property of an item, deleted since or not; false when nobody ever wrote it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="value">What was written; null when the property was removed.</param>
    /// <param name="agent">Who wrote it.</param>
    public bool TryFindWrite(ItemPath item, string property, out JsonValue value, out string agent)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (_items.TryFind(item, out var found) && found.TryFindWrite(property, out var register))
        {
            (value, agent) = (register.Value, register.Stamp.Agent);
            return true;
        }

        (value, agent) = (JsonValue.Null, string.Empty);
        return false;
    }
}
