using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// In which colours the app paints its sources. It goes on painting one as it made it, and says that colour of it with each move, whatever it has
/// been told since: such a colour is no change of its user's.
/// </summary>
internal sealed class SourceColours
{
    private const string Field = "color_hex";

    private readonly Dictionary<string, (JsonValue Colour, bool IsSaid)> _painted = new(StringComparer.Ordinal);

    /// <summary>The app is told to make an item. It takes the colour, or in older versions the one that every source has at first.</summary>
    public void Make(Item item)
    {
        if (item.Kind is BenchKind.Source)
        {
            _painted[item.Id] = (ColourOf(item.Properties), false);
        }
    }

    /// <summary>The app says what an item is.</summary>
    public void Note(string id, Properties said)
    {
        if (said.TryGetValue(Field, out var colour))
        {
            _painted[id] = (colour, true);
        }
    }

    /// <summary>Whether a value of a field is the colour that the app had for an item all the time.</summary>
    public bool IsOld(string id, string name, JsonValue value) =>
        name is Field && _painted.TryGetValue(id, out var painted)
        && (AreSame(painted.Colour, value) || (!painted.IsSaid && AreSame(JsonValue.Null, value)));

    /// <summary>Whether what the app says of an item has another colour than the item, which then is an old one.</summary>
    public static bool Differs(Item item, Properties said) =>
        item.Kind is BenchKind.Source && said.TryGetValue(Field, out var colour) && !AreSame(colour, ColourOf(item.Properties));

    private static JsonValue ColourOf(Properties properties) => properties.TryGetValue(Field, out var colour) ? colour : JsonValue.Null;

    private static bool AreSame(JsonValue one, JsonValue other) => FieldComparison.AreSame(BenchKind.Source, Field, one, other);
}
