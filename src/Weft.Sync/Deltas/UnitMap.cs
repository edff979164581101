using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Weft.Sync;

/// <summary>Which unit of one text is which unit of another: injective, in runs.</summary>
internal sealed class UnitMap
{
    /// <summary>Longer than any text: the last run of what is kept has no end.</summary>
    private const int Endless = int.MaxValue / 4;

    private UnitMap(IEnumerable<Run> runs) => Runs = [.. runs.OrderBy(run => run.From)];

    /// <summary>The runs, by where they are in the first text.</summary>
    internal ImmutableArray<Run> Runs { get; }

    /// <summary>From the text that a delta makes to the text that it was made over.</summary>
    internal static UnitMap OfKept(TextDelta delta) => new(Results(delta, isInsert: false));

    /// <summary>From the text that a delta makes to the inserted units alone, counted from the left.</summary>
    internal static UnitMap OfInserted(TextDelta delta) => new(Results(delta, isInsert: true));

    internal static UnitMap Of(IEnumerable<Run> runs) => new(runs);

    internal UnitMap Inverted() => new(Runs.Select(run => run with { From = run.To, To = run.From }));

    internal UnitMap And(UnitMap other) => new(Runs.Concat(other.Runs));

    internal UnitMap AsOwn() => new(Runs.Select(run => run with { IsOwn = true }));

    /// <summary>This map, then the next.</summary>
    internal UnitMap Then(UnitMap next)
    {
        var result = new List<Run>();
        foreach (Run run in Runs)
        {
            result.AddRange(next.Over(run.To, run.Length).Select(piece => new Run(
                run.From + (piece.From - run.To), piece.Length, piece.To, run.IsOwn || piece.IsOwn)));
        }

        return new UnitMap(result);
    }

    /// <summary>The parts of runs that start within a range of the first text.</summary>
    internal IEnumerable<Run> Over(int from, int length)
    {
        for (int i = FirstEndingAfter(from); i < Runs.Length && Runs[i].From < from + length; i++)
        {
            Run run = Runs[i];
            int start = Math.Max(run.From, from);
            int end = Math.Min(run.From + run.Length, from + length);
            yield return run with { From = start, Length = end - start, To = run.To + (start - run.From) };
        }
    }

    private int FirstEndingAfter(int position)
    {
        int low = 0;
        int high = Runs.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Runs[middle].From + Runs[middle].Length <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static IEnumerable<Run> Results(TextDelta delta, bool isInsert)
    {
        int made = 0;
        int old = 0;
        int inserted = 0;
        foreach (DeltaPart part in delta.Parts)
        {
            switch (part.Kind)
            {
                case DeltaKind.Delete:
                    old += part.Length;
                    continue;
                case DeltaKind.Insert:
                    if (isInsert)
                    {
                        yield return new Run(made, part.Length, inserted, IsOwn: false);
                    }

                    inserted += part.Length;
                    break;
                default:
                    if (!isInsert)
                    {
                        yield return new Run(made, part.Length, old, IsOwn: false);
                    }

                    old += part.Length;
                    break;
            }

            made += part.Length;
        }

        if (!isInsert)
        {
            yield return new Run(made, Endless, old, IsOwn: false);
        }
    }

    /// <summary>Units that stay together.</summary>
    /// <param name="From">Where they are in the first text.</param>
    /// <param name="Length">How many.</param>
    /// <param name="To">Where they are in the second text.</param>
    /// <param name="IsOwn">Whether they are the client's own and unsaved, and may stand elsewhere than predicted.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Run(int From, int Length, int To, bool IsOwn);
}
