using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// How elements of one type stand on a board. A form says what an item shows of an element (<see cref="Show"/>) and writes changed fields into it
/// (<see cref="Put"/>); it need not be exact, nor know all fields: <see cref="JamState"/> keeps beside the item what the item does not say.
/// </summary>
internal abstract class JamForm
{
    private const double Turn = 180 / Math.PI;

    /// <summary>The type of its elements.</summary>
    public abstract string Type { get; }

    /// <summary>Whether an item of some kind can be such an element.</summary>
    public abstract bool Takes(string kind);

    /// <summary>The kind of the item for a new element.</summary>
    public abstract string KindFor(Properties element);

    /// <summary>How a new item looks, besides what the element says.</summary>
    public abstract Properties Look { get; }

    /// <summary>What a field is that nobody wrote.</summary>
    public abstract Properties Defaults { get; }

    /// <summary>The fields that every new element has, whatever was sent.</summary>
    public static Properties Least(double width, double height) => Properties.Empty
        .With("x", JsonValue.FromNumber(0)).With("y", JsonValue.FromNumber(0))
        .With("width", JsonValue.FromNumber(width)).With("height", JsonValue.FromNumber(height))
        .With("rotation", JsonValue.FromNumber(0)).With("locked", JsonValue.False).With("opacity", JsonValue.FromNumber(1));

    /// <summary>The width and height of a new element that says none.</summary>
    public abstract (double Width, double Height) Size { get; }

    /// <summary>The item that holds the text of an element; null when there is none.</summary>
    public virtual Item? LabelOf(BoardItems board, Item item) => null;

    /// <summary>The fields that an item shows.</summary>
    public virtual void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        var properties = item.Properties;
        ShowPlace(properties, fields);
        fields["rotation"] = JamValues.Number(properties.Number("angle") * Turn);
        fields["opacity"] = JamValues.Number(properties.Number("opacity", 100) / 100, 12);
        fields["zIndex"] = JsonValue.FromNumber(Math.Floor(StackPlace.NumberOf(properties)));
        fields["locked"] = JsonValue.FromBoolean(properties.IsTrue("locked"));
        if (JamGroups.Outermost(item) is { } group)
        {
            fields["groupId"] = JsonValue.FromString(group);
        }
    }

    /// <summary>Writes changed fields into the item.</summary>
    public virtual void Put(JamPut put)
    {
        PutPlace(put);
        put.PutNumber("rotation", "angle", 1 / Turn);
        put.PutNumber("opacity", "opacity", 100);
        if (put.Changes("zIndex") && JamValues.Number(put.Wanted.Get("zIndex")) is { } place)
        {
            put.Item.Set("index", StackPlace.KeyOf(place));
        }

        if (put.Changes("locked"))
        {
            put.Item.Set("locked", JsonValue.FromBoolean(put.Wanted.IsTrue("locked")));
        }

        if (put.Changes("groupId"))
        {
            JamGroups.Put(put.Item, put.Wanted.Text("groupId"));
        }
    }

    /// <summary>Where the item is, as fields.</summary>
    protected virtual void ShowPlace(Properties properties, Dictionary<string, JsonValue> fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["x", "y", "width", "height"])
        {
            fields[name] = JamValues.Number(properties.Get(name)) is null ? JsonValue.FromNumber(0) : properties.Get(name);
        }
    }

    /// <summary>Puts the item where the fields say.</summary>
    protected virtual void PutPlace(JamPut put)
    {
        foreach (var name in (ReadOnlySpan<string>)["x", "y", "width", "height"])
        {
            put.PutNumber(name, name);
        }
    }
}
