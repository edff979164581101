using Weft.Engine;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// What the app was told of an item lately. A command of it carries all fields of the item; one that has still the value from before it was told of
/// another one is no change of its user's, who had not seen that yet.
/// </summary>
internal sealed class ItemCrossing
{
    /// <summary>Former values of a field that are remembered: as many as a hand makes that drags for a second.</summary>
    private const int MaxFormer = 64;

    private readonly Dictionary<string, Queue<JsonValue>> _former = new(StringComparer.Ordinal);

    /// <summary>Until when a command may have been sent before the app had heard.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>Notes what the app is told.</summary>
    /// <param name="item">The item as it is told.</param>
    /// <param name="known">The item as the app had it.</param>
    public void Note(Item item, Item known)
    {
        foreach (var name in item.Properties.Keys.Union(known.Properties.Keys, StringComparer.Ordinal))
        {
            var before = Value(known, name);
            if (FieldComparison.AreSame(item.Kind, name, before, Value(item, name)))
            {
                continue;
            }

            if (!_former.TryGetValue(name, out var values))
            {
                _former.Add(name, values = new Queue<JsonValue>());
            }

            values.Enqueue(before);
            if (values.Count > MaxFormer)
            {
                values.Dequeue();
            }
        }
    }

    /// <summary>Whether a value is one that a field had before the app was told of another.</summary>
    public bool IsFormer(string kind, string name, JsonValue value) =>
        _former.TryGetValue(name, out var values) && values.Any(former => FieldComparison.AreSame(kind, name, former, value));

    private static JsonValue Value(Item item, string name) => item.Properties.TryGetValue(name, out var value) ? value : JsonValue.Null;
}
