using System.Globalization;
using System.Text.Json;
using Weft.Kinds;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <content>Whole boards, as OpenJam saves them.</content>
internal static partial class JamWriter
{
    /// <summary>Makes the board equal to a saved list: what is missing there is deleted, what was deleted and is there comes back.</summary>
    /// <param name="items">The board; it must know what was deleted.</param>
    /// <param name="elements">The saved list.</param>
    /// <param name="now">The time in milliseconds since 1970.</param>
    public static JamEdit TakeAsTruth(BoardItems items, JsonElement elements, long now) => Merge(items, elements, now, _ => null);

    /// <summary>
    /// Makes the board equal to a saved list but for what others have changed since whoever saves saw it: there only a later
    /// <c>updatedAt</c> counts, what they added stays, and what they deleted stays deleted.
    /// </summary>
    /// <param name="items">The board; it must know what was deleted.</param>
    /// <param name="elements">The saved list.</param>
    /// <param name="now">The time in milliseconds since 1970: nothing saved counts as newer than this.</param>
    /// <param name="changedAt">When others last changed an element, or deleted it, since it was seen; null when they did not. Our own editors write no <c>updatedAt</c>.</param>
    public static JamEdit Merge(BoardItems items, JsonElement elements, long now, Func<string, long?> changedAt)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(changedAt);
        var work = new JamWork(items);
        if (Read(elements, out var saved) is { } refusal)
        {
            return JamEdit.Refuse(refusal);
        }

        foreach (var item in items.In(BoardKind.Elements).Where(item => !saved.ContainsKey(item.Id) && !JamState.IsLabel(items, item) && changedAt(item.Id) is null).ToList())
        {
            Delete(work, item);
        }

        // Frames last: what is in them is there by then.
        foreach (var (id, element) in saved.OrderBy(entry => string.Equals(IdOf(entry.Value, "type"), "frame", StringComparison.Ordinal)))
        {
            var others = changedAt(id);
            if ((others is null || IsNewer(items, id, element, now, others.Value)) && Write(work, element, now, bringsBack: others is null) is { } wrong)
            {
                return JamEdit.Refuse($"Element '{id}' of the save: {wrong}");
            }
        }

        return work.Finish();
    }

    private static bool IsNewer(BoardItems items, string id, JsonElement saved, long now, long changedAt)
    {
        if (JamReader.Element(items, id) is not { } present)
        {
            return true;
        }

        var at = Member(saved, "updatedAt") is { ValueKind: JsonValueKind.Number } time && time.TryGetDouble(out var said) ? Math.Min(said, now) : 0;
        return at > Math.Max(present.UpdatedAt, changedAt);
    }

    private static string? Read(JsonElement elements, out Dictionary<string, JsonElement> saved)
    {
        saved = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (elements.ValueKind != JsonValueKind.Array)
        {
            return "The elements of a save are a list.";
        }

        if (elements.GetArrayLength() > KindLimits.DrawingElements)
        {
            return $"A board may have at most {KindLimits.DrawingElements} elements.";
        }

        foreach (var element in elements.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || IdOf(element, "id") is not { } id)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Element {saved.Count + 1} of the save has no id.");
            }

            saved[id] = element;
        }

        return null;
    }
}
