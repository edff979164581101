using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>JSON values between the wire and the engine, which both keep them as compact text.</summary>
internal static class WireValues
{
    /// <exception cref="ArgumentException">It is not JSON, or not Unicode.</exception>
    internal static JsonValue ToValue(RawJson json) => JsonValue.TryParse(json.Text, out JsonValue value)
        ? value
        : throw new ArgumentException("A value is not JSON, or holds a lone surrogate.", nameof(json));

    /// <exception cref="ArgumentException">A value is not JSON, or not Unicode.</exception>
    internal static Properties ToProperties(IReadOnlyDictionary<string, RawJson>? properties)
    {
        if (properties is WireProperties { Inner: var inner })
        {
            return inner;
        }

        if (properties is null or { Count: 0 })
        {
            return Properties.Empty;
        }

        var values = new KeyValuePair<string, JsonValue>[properties.Count];
        var count = 0;
        foreach ((string key, RawJson value) in properties)
        {
            values[count++] = KeyValuePair.Create(key, ToValue(value));
        }

        return Properties.From(values);
    }

    internal static IReadOnlyDictionary<string, RawJson> ToWire(Properties properties) => new WireProperties(properties);

    internal static IReadOnlyDictionary<string, RawJson>? ToWireOrNull(Properties properties) =>
        properties.Count == 0 ? null : ToWire(properties);
}
