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
    public static JamEdit TakeAsTruth(BoardItems items, JsonElement elements, long now)
    {
        ArgumentNullException.ThrowIfNull(items);
        var work = new JamWork(items);
        if (Read(elements, out var saved) is { } refusal)
        {
            return JamEdit.Refuse(refusal);
        }

        foreach (var item in items.In(BoardKind.Elements).Where(item => !saved.ContainsKey(item.Id) && !JamState.IsLabel(items, item)).ToList())
        {
            Delete(work, item);
        }

        return Write(work, saved.Values, now, bringsBack: true);
    }

    /// <summary>
    /// Takes from a saved list only what is newer than the board: of an element on both sides the one with the later <c>updatedAt</c>; what was
    /// deleted here stays deleted, what is not in the list stays.
    /// </summary>
    /// <param name="items">The board; it must know what was deleted.</param>
    /// <param name="elements">The saved list.</param>
    /// <param name="now">The time in milliseconds since 1970: nothing saved counts as newer than this.</param>
    /// <param name="changedAt">When an element was changed last by anybody, as far as that is known: our own editors write no <c>updatedAt</c>.</param>
    public static JamEdit Merge(BoardItems items, JsonElement elements, long now, Func<string, long?>? changedAt = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var work = new JamWork(items);
        return Read(elements, out var saved) is { } refusal
            ? JamEdit.Refuse(refusal)
            : Write(work, saved.Where(element => IsNewer(items, element.Key, element.Value, now, changedAt)).Select(element => element.Value), now, bringsBack: false);
    }

    private static bool IsNewer(BoardItems items, string id, JsonElement saved, long now, Func<string, long?>? changedAt)
    {
        if (JamReader.Element(items, id) is not { } present)
        {
            return true;
        }

        var at = Member(saved, "updatedAt") is { ValueKind: JsonValueKind.Number } time && time.TryGetDouble(out var said) ? Math.Min(said, now) : 0;
        return at > Math.Max(present.UpdatedAt, changedAt?.Invoke(id) ?? 0);
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

    // Frames last: what is in them is there by then.
    private static JamEdit Write(JamWork work, IEnumerable<JsonElement> elements, long now, bool bringsBack)
    {
        foreach (var element in elements.OrderBy(element => string.Equals(IdOf(element, "type"), "frame", StringComparison.Ordinal)))
        {
            if (Write(work, element, now, bringsBack) is { } refusal)
            {
                return JamEdit.Refuse($"Element '{IdOf(element, "id")}' of the save: {refusal}");
            }
        }

        return work.Finish();
    }
}
