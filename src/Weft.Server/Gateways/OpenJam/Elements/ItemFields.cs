using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>Properties by name, whatever they may turn out to be.</summary>
internal static class ItemFields
{
    /// <summary>A property, <c>null</c> when it is not there.</summary>
    public static JsonValue Get(this Properties properties, string name) => properties.TryGetValue(name, out var value) ? value : JsonValue.Null;

    /// <summary>A number; <paramref name="otherwise"/> when there is none.</summary>
    public static double Number(this Properties properties, string name, double otherwise = 0) => JamValues.Number(properties.Get(name)) ?? otherwise;

    /// <summary>A text; null when there is none.</summary>
    public static string? Text(this Properties properties, string name) => JamValues.Text(properties.Get(name));

    /// <summary>Whether a property is <c>true</c>.</summary>
    public static bool IsTrue(this Properties properties, string name) => properties.Get(name) == JsonValue.True;
}
