using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// OpenJam's one group of an element and Excalidraw's many, which lie in each other: OpenJam has the outermost. A label that cannot be bound is held
/// to its element by a group of the two, which is none of OpenJam's.
/// </summary>
internal static class JamGroups
{
    private const string Ids = "groupIds";
    private const string Pair = ".pair";

    /// <summary>The group that OpenJam sees; null when there is none.</summary>
    public static string? Outermost(Item item) => JamValues.Texts(item.Properties.Get(Ids)).LastOrDefault(group => !IsPair(group));

    /// <summary>Sets the group that OpenJam sees; null takes the element out of all groups.</summary>
    public static void Put(ItemDraft item, string? group)
    {
        var groups = JamValues.Texts(item.Now.Get(Ids)).ToList();
        var outermost = groups.FindLastIndex(former => !IsPair(former));
        if (string.IsNullOrEmpty(group))
        {
            groups.RemoveAll(former => !IsPair(former));
        }
        else if (outermost >= 0)
        {
            groups[outermost] = group;
        }
        else
        {
            groups.Add(group);
        }

        item.Set(Ids, JamValues.List(groups));
    }

    /// <summary>Holds an element and its label together.</summary>
    public static void Join(ItemDraft item)
    {
        var groups = JamValues.Texts(item.Now.Get(Ids));
        if (!groups.Any(IsPair))
        {
            item.Set(Ids, JamValues.List(groups.Prepend(item.Id + Pair)));
        }
    }

    private static bool IsPair(string group) => group.EndsWith(Pair, StringComparison.Ordinal);
}
