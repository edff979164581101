using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// Carries a client's later edits over when an earlier one came to stand elsewhere than predicted. The predicted and the actual delta
/// insert the same units in the same order; a unit of the base is itself in both. Every later edit keeps its units, and an insertion
/// keeps its neighbour: behind an own unit that it was typed after, so that a word stays whole wherever it went.
/// </summary>
internal sealed class Realignment
{
    private UnitMap _map;

    /// <param name="predicted">What the client had shown.</param>
    /// <param name="actual">What was saved, over the same text.</param>
    internal Realignment(TextDelta predicted, TextDelta actual) =>
        _map = UnitMap.OfKept(predicted).Then(UnitMap.OfKept(actual).Inverted())
            .And(UnitMap.OfInserted(predicted).Then(UnitMap.OfInserted(actual).Inverted()).AsOwn());

    /// <summary>The next later edit, over the actual text. To be called for each, in order.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="wasSent">
    /// Whether the server has it, or may have: it then inserts the units in the order in which they were sent, wherever their neighbours went.
    /// </param>
    internal TextDelta Carry(TextDelta edit, bool wasSent)
    {
        var inserts = new List<(int Gap, int Index, DeltaPart Part)>();
        var ranges = new List<(int Start, DeltaPart Part)>();
        int old = 0;
        int inserted = 0;
        foreach (DeltaPart part in edit.Parts)
        {
            if (part.Kind == DeltaKind.Insert)
            {
                int gap = GapOf(old);
                inserts.Add((wasSent && inserts is [.., var before] ? Math.Max(gap, before.Gap) : gap, inserted, part));
                inserted += part.Length;
                continue;
            }

            if (!part.IsPlainKeep)
            {
                ranges.AddRange(_map.Over(old, part.Length).Select(run => (run.To, part.Slice(0, run.Length))));
            }

            old += part.Length;
        }

        List<(int Gap, int Index, DeltaPart Part)> sorted = [.. inserts.OrderBy(insert => insert.Gap).ThenBy(insert => insert.Index)];
        TextDelta changed = Place([.. ranges.OrderBy(range => range.Start)]);
        TextDelta added = Place([.. sorted.Select(insert => (insert.Gap, insert.Part))]);
        TextDelta carried = added.Compose(changed.Transform(added, isBefore: false, wins: false));
        _map = UnitMap.OfKept(edit).Then(_map).Then(UnitMap.OfKept(carried).Inverted())
            .And(UnitMap.OfInserted(edit).Then(Permutation(sorted)).Then(UnitMap.OfInserted(carried).Inverted()).AsOwn());
        return carried;
    }

    /// <summary>What turns the former view into the new one, in as few words as the moved units allow.</summary>
    internal TextDelta Difference(IReadOnlyText former, IReadOnlyText present)
    {
        var result = new DeltaBuilder();
        using var left = new RunReader(former);
        using var right = new RunReader(present);
        int old = 0;
        int made = 0;
        foreach (UnitMap.Run run in Kept(former.Length))
        {
            Replace(result, left, right, run.From - old, run.To - made);
            Reformat(result, [.. left.Take(run.Length)], [.. right.Take(run.Length)]);
            old = run.From + run.Length;
            made = run.To + run.Length;
        }

        Replace(result, left, right, former.Length - old, present.Length - made);
        return result.ToDelta();
    }

    private static void Replace(DeltaBuilder result, RunReader left, RunReader right, int deleted, int inserted)
    {
        left.Skip(deleted);
        foreach (TextRun run in right.Take(inserted))
        {
            result.Add(DeltaPart.Insert(run));
        }

        result.Add(DeltaPart.Delete(deleted));
    }

    private static void Reformat(DeltaBuilder result, List<TextRun> former, List<TextRun> present)
    {
        int i = 0;
        int from = 0;
        int j = 0;
        int to = 0;
        while (i < former.Count && j < present.Count)
        {
            int length = Math.Min(former[i].Length - from, present[j].Length - to);
            result.Add(DeltaPart.Keep(length, ItemDifference.Changes(former[i].Attributes, present[j].Attributes)));
            from += length;
            to += length;
            if (from == former[i].Length)
            {
                i++;
                from = 0;
            }

            if (to == present[j].Length)
            {
                j++;
                to = 0;
            }
        }
    }

    private static TextDelta Place(List<(int Start, DeltaPart Part)> parts)
    {
        var builder = new DeltaBuilder();
        int at = 0;
        foreach ((int start, DeltaPart part) in parts)
        {
            builder.Keep(start - at);
            builder.Add(part);
            at = part.Kind == DeltaKind.Insert ? start : start + part.Length;
        }

        return builder.ToDelta();
    }

    private static UnitMap Permutation(List<(int Gap, int Index, DeltaPart Part)> sorted)
    {
        var runs = new List<UnitMap.Run>();
        int at = 0;
        foreach ((_, int index, DeltaPart part) in sorted)
        {
            runs.Add(new UnitMap.Run(index, part.Length, at, IsOwn: false));
            at += part.Length;
        }

        return UnitMap.Of(runs);
    }

    /// <summary>The gap of the actual text that stands for one of the predicted text.</summary>
    private int GapOf(int gap)
    {
        UnitMap.Run? left = gap == 0 ? null : UnitAt(gap - 1);
        UnitMap.Run? right = UnitAt(gap);
        if (left is { IsOwn: true })
        {
            return left.Value.To + 1;
        }

        if (right is { IsOwn: true })
        {
            return right.Value.To;
        }

        for (int unit = gap - 1; left is null && unit > 0;)
        {
            left = UnitAt(--unit);
        }

        return left is { } neighbour ? neighbour.To + 1 : 0;
    }

    private UnitMap.Run? UnitAt(int position)
    {
        foreach (UnitMap.Run run in _map.Over(position, 1))
        {
            return run;
        }

        return null;
    }

    /// <summary>The runs that stand in the same order in both texts: those of the base, and the own ones that did not leave their place.</summary>
    private IEnumerable<UnitMap.Run> Kept(int length)
    {
        UnitMap.Run[] runs = [.. _map.Over(0, length)];
        int reached = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            int next = Array.FindIndex(runs, i + 1, run => !run.IsOwn);
            int bound = next < 0 ? int.MaxValue : runs[next].To;
            if (!runs[i].IsOwn || (runs[i].To >= reached && runs[i].To + runs[i].Length <= bound))
            {
                yield return runs[i];
                reached = runs[i].To + runs[i].Length;
            }
        }
    }
}
