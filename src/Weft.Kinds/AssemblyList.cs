using System.Collections.Immutable;
using System.Text.Json;

namespace Weft.Kinds;

/// <summary>One list of an assembly file.</summary>
/// <param name="Member">Its name in the file.</param>
/// <param name="Kinds">The kinds of the items in it.</param>
/// <param name="IdField">The field of an entry that names it.</param>
/// <param name="TypeField">The field of an entry that says its kind; null when the list does.</param>
/// <param name="IsAlwaysThere">Whether the file has it also when it is empty.</param>
internal sealed record AssemblyList(string Member, ImmutableArray<string> Kinds, string IdField, string? TypeField, bool IsAlwaysThere = true)
{
    /// <summary>All lists, in the order of the file.</summary>
    public static ImmutableArray<AssemblyList> All { get; } =
    [
        new("items", [BenchKind.Component, BenchKind.Source], "item_uuid", "_type"),
        new("rulers", ["ruler"], "item_uuid", "type"),
        new("texts", ["text"], "item_uuid", "type"),
        new("rectangles", ["rectangle"], "item_uuid", "type"),
        new("path_measures", ["path_measure"], "item_uuid", "type"),
        new("groups", ["group"], "group_uuid", null),
        new("angle_measures", ["angle_measure"], "item_uuid", "type", IsAlwaysThere: false),
    ];

    /// <summary>Whether a member of a file is one of the lists.</summary>
    public static bool IsMember(JsonProperty member)
    {
        foreach (var list in All)
        {
            if (member.NameEquals(list.Member))
            {
                return true;
            }
        }

        return false;
    }
}
