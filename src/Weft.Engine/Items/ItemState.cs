namespace Weft.Engine;

/// <summary>Everything that is known of one item, also while it is deleted.</summary>
internal sealed partial class ItemState
{
    private readonly SortedDictionary<string, Register<JsonValue>> _properties = new(StringComparer.Ordinal);
    private Register<string> _kind;
    private Register<bool> _deleted;

    /// <summary>The events that added it: several when authors added one id concurrently.</summary>
    public List<EventId> Adds { get; } = [];

    public string Kind => _kind.Value!;

    /// <summary>The greatest stamp of those that added it: they alone write its kind.</summary>
    public Stamp Added => _kind.Stamp;

    public bool IsDeleted => _deleted.Value;

    public bool WriteKind(Stamp stamp, string kind)
    {
        var before = _kind.Value;
        return _kind.Write(stamp, kind) && !string.Equals(before, kind, StringComparison.Ordinal);
    }

    /// <summary>Writes the deleted register; tells whether that made a difference.</summary>
    public bool WriteDeleted(Stamp stamp, bool deleted)
    {
        var before = _deleted.Value;
        return _deleted.Write(stamp, deleted) && before != deleted;
    }

    public bool WriteProperty(Stamp stamp, string key, JsonValue value)
    {
        _properties.TryGetValue(key, out var register);
        if (!register.Write(stamp, value))
        {
            return false;
        }

        _properties[key] = register;
        return true;
    }

    /// <summary>Writes properties, and gives those that won.</summary>
    public Properties WriteProperties(Stamp stamp, Properties properties)
    {
        var won = properties;
        for (var i = 0; i < properties.Count; i++)
        {
            if (!WriteProperty(stamp, properties.KeyAt(i), properties.ValueAt(i)))
            {
                won = won.Without(properties.KeyAt(i));
            }
        }

        return won;
    }

    /// <summary>The write that decides a property; false when nobody ever wrote it.</summary>
    public bool TryFindWrite(string key, out Register<JsonValue> register) => _properties.TryGetValue(key, out register);

    public Properties CurrentProperties()
    {
        var present = new List<KeyValuePair<string, JsonValue>>(_properties.Count);
        foreach (var (key, register) in _properties)
        {
            if (!register.Value.IsNull)
            {
                present.Add(KeyValuePair.Create(key, register.Value));
            }
        }

        return Properties.From(present);
    }
}
