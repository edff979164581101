using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A board as OpenJam's front-end would have it. Nothing is kept; everything is read from the items.</summary>
internal static class JamReader
{
    /// <summary>Every element, from the bottom of the stack to the top.</summary>
    public static IReadOnlyList<JamElement> Elements(BoardItems items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return
        [
            .. JamState.InOrder(items.In(BoardKind.Elements)).Where(item => !JamState.IsLabel(items, item)).Select(item => JamState.Read(items, item)),
        ];
    }

    /// <summary>One element; null when no element has this id (it may be the id of an item that is part of another element, such as a label).</summary>
    public static JamElement? Element(BoardItems items, string id)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Find(id) is { } item && !JamState.IsLabel(items, item) ? JamState.Read(items, item) : null;
    }

    /// <summary>
    /// The ids of the elements that an operation on the board may have changed, added or taken away, read after it was applied: the item's own, and
    /// that of the element that shows it, such as the sticky of a text. Ask <see cref="Element"/> for each; null then means that it is gone.
    /// </summary>
    /// <param name="items">The board.</param>
    /// <param name="operation">One of those that others receive (CHANGE-9).</param>
    public static IReadOnlyList<string> Touched(BoardItems items, WireOperation operation)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.Path.Split('/') is not [BoardKind.Elements, var id])
        {
            return [];
        }

        var item = items.Find(id);
        string?[] ids = [id, item is null ? null : JamLabel.ContainerOf(item), item?.Properties.Text("frameId")];
        return [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
