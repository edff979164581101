using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What the short forms of an update write (CHANGE-7); the same at server and clients.</summary>
internal static class ItemProperties
{
    /// <exception cref="ArgumentException">The operation writes no properties.</exception>
    internal static Properties WrittenBy(WireOperation operation) => operation switch
    {
        UpdateOperation update => WireValues.ToProperties(update.Properties),
        MoveOperation move => Place(Properties.Empty, move.X, move.Y),
        ResizeOperation size => Place(
            Properties.Empty
                .With("width", JsonValue.FromNumber(size.Width))
                .With("height", JsonValue.FromNumber(size.Height)),
            size.X,
            size.Y),
        ReorderOperation reorder => Properties.Of("index", JsonValue.FromString(reorder.Order)),
        LockOperation locking => Properties.Of("locked", JsonValue.FromBoolean(locking.Locked)),
        _ => throw new ArgumentException("The operation writes no properties.", nameof(operation)),
    };

    /// <summary>The state of an item after a write.</summary>
    internal static Properties Apply(Properties state, Properties written)
    {
        foreach ((string key, JsonValue value) in written)
        {
            state = state.Written(key, value);
        }

        return state;
    }

    private static Properties Place(Properties properties, double? x, double? y)
    {
        properties = x is { } left ? properties.With("x", JsonValue.FromNumber(left)) : properties;
        return y is { } top ? properties.With("y", JsonValue.FromNumber(top)) : properties;
    }
}
