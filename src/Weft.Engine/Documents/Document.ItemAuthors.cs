namespace Weft.Engine;

/// <content>Who made the items what they are.</content>
public sealed partial class Document
{
    /// <summary>The agents that added an item, deleted since or not: several when they did so concurrently, none when it was never there.</summary>
    public IEnumerable<string> AgentsThatAdded(ItemPath item) =>
        _items.TryFind(item, out var found) ? found.Adds.Select(add => add.Agent) : [];

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
