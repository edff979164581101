using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What turns one state of an item into another, as operations.</summary>
internal static class ItemDifference
{
    internal static IEnumerable<WireOperation> Between(string path, Item? former, Item? present)
    {
        if (former is not null && (present is null || !string.Equals(former.Kind, present.Kind, StringComparison.Ordinal)))
        {
            yield return new DeleteOperation(path);
            former = null;
        }

        if (present is null)
        {
            yield break;
        }

        if (former is null)
        {
            yield return new AddOperation(path, present.Kind, WireValues.ToWire(present.Properties));
        }
        else
        {
            yield return new UpdateOperation(path, WireValues.ToWire(Changes(former.Properties, present.Properties)));
        }
    }

    /// <summary>What turns one state into another; null takes a property away.</summary>
    internal static Properties Changes(Properties former, Properties present)
    {
        Properties changes = Properties.Empty;
        foreach (string key in former.Keys.Where(key => !present.ContainsKey(key)))
        {
            changes = changes.With(key, JsonValue.Null);
        }

        foreach ((string key, JsonValue value) in present)
        {
            bool isSame = former.TryGetValue(key, out JsonValue old) && old == value;
            changes = isSame ? changes : changes.With(key, value);
        }

        return changes;
    }
}
