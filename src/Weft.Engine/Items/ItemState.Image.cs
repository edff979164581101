namespace Weft.Engine;

/// <content>Writing to and reading from files.</content>
internal sealed partial class ItemState
{
    /// <summary>The item of an image.</summary>
    public static ItemState Of(ItemImage image)
    {
        var item = new ItemState();
        item._kind.Write(image.KindStamp, image.Kind);
        if (image.DeletedStamp.Agent is not null)
        {
            item._deleted.Write(image.DeletedStamp, image.IsDeleted);
        }

        foreach (var (key, value, stamp) in image.Properties)
        {
            item.WriteProperty(stamp, key, value);
        }

        item.Adds.AddRange(image.Adds);
        return item;
    }

    /// <summary>All that is known of it.</summary>
    public ItemImage ToImage(ItemPath path)
    {
        var properties = new (string Key, JsonValue Value, Stamp Stamp)[_properties.Count];
        var count = 0;
        foreach (var (key, register) in _properties)
        {
            properties[count++] = (key, register.Value, register.Stamp);
        }

        return new ItemImage(path, Kind, _kind.Stamp, IsDeleted, _deleted.Stamp, properties, [.. Adds]);
    }
}
