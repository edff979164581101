using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>An item as it will be, and what of it is written.</summary>
internal sealed class ItemDraft
{
    private ItemDraft(string id, string kind, Properties now, bool isNew) => (Id, Kind, Now, IsNew) = (id, kind, now, isNew);

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its kind, which stays.</summary>
    public string Kind { get; }

    /// <summary>Whether it is not there yet.</summary>
    public bool IsNew { get; }

    /// <summary>Its properties.</summary>
    public Properties Now { get; private set; }

    /// <summary>What is written: only what differs; null for what is taken away.</summary>
    public Properties Changes { get; private set; } = Properties.Empty;

    /// <summary>The item that it will be.</summary>
    public Item Item => new(Id, Kind, Now);

    /// <summary>A draft of an item that is there.</summary>
    public static ItemDraft Of(Item item) => new(item.Id, item.Kind, item.Properties, isNew: false);

    /// <summary>A draft of a new item.</summary>
    public static ItemDraft New(string id, string kind) => new(id, kind, Properties.Empty, isNew: true);

    /// <summary>Sets a property; null takes it away.</summary>
    public void Set(string name, JsonValue value)
    {
        if (!JamValues.AreSame(Now.Get(name), value))
        {
            Now = Now.Written(name, value);
            Changes = Changes.With(name, value);
        }
    }

    /// <summary>Sets a property to a number.</summary>
    public void Set(string name, double value) => Set(name, JamValues.Number(value));

    /// <summary>Sets a property to a text.</summary>
    public void Set(string name, string value) => Set(name, JsonValue.FromString(value));

    /// <summary>Sets several properties.</summary>
    public void Set(Properties properties)
    {
        foreach (var (name, value) in properties)
        {
            Set(name, value);
        }
    }
}
