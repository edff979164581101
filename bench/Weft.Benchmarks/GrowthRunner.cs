using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Benchmarks;

/// <summary>Measures how cost grows with the work, on made histories; the names are those of bench/suite/matrix.js.</summary>
internal static class GrowthRunner
{
    private const int WarmRuns = 2;

    /// <summary>CPU milliseconds of the first work until which code is compiled.</summary>
    private const double Settled = 1_500;

    private const int Runs = 7;

    private static double _spent;

    /// <summary>Runs a work and gives its line; null when there is none of this name.</summary>
    public static string? Run(string work)
    {
        Figure[]? figures = work switch
        {
            "growth-typing" => [.. GrowthTyping.Measure()],
            "growth-authors" => [.. Authors()],
            "growth-branches" => [.. Branches()],
            "growth-merge" => [.. Merges()],
            _ => null,
        };
        return figures is null
            ? null
            : JsonSerializer.Serialize(
                new WorkLine { Work = work, Figures = figures, Text = "right" }, WorkLineContext.Default.WorkLine);
    }

    /// <summary>A count as it stands in a table.</summary>
    public static string Named(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The median of what runs cost in CPU milliseconds; what they need is made ready outside of that.</summary>
    public static double Median<T>(Func<T> ready, Action<T> run)
    {
        for (var i = 0; i < WarmRuns || _spent < Settled; i++)
        {
            _spent += Timed(ready, run);
        }

        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            times[i] = Timed(ready, run);
        }

        Array.Sort(times);
        return times[Runs / 2];
    }

    private static double Timed<T>(Func<T> ready, Action<T> run)
    {
        var subject = ready();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = ProcessUse.CpuMilliseconds;
        run(subject);
        return ProcessUse.CpuMilliseconds - before;
    }

    private static IEnumerable<Figure> Authors()
    {
        const int Count = 20_000;
        const int Length = 100_000;
        // Of 20 authors or more nobody is among the 20 latest twice: the graph is the same then, and only names and places differ.
        foreach (var authors in new[] { 2, 10, 20, 100, 1_000 })
        {
            foreach (var unseen in new[] { 0, 20 })
            {
                var updates = EngineWork.UpdatesOf(GrowthHistories.OfAuthors(authors, unseen, Count, Length), out var text);
                var milliseconds = Median(EngineWork.Create, document => ApplyAll(document, updates));
                Check(updates, text);
                yield return new Figure(Named(authors), string.Create(null, $"made on what was there {unseen} ago, µs"), 1_000 * milliseconds / Count);
            }
        }
    }

    private static IEnumerable<Figure> Branches()
    {
        foreach (var count in new[] { 1_000, 2_000, 4_000, 8_000, 16_000 })
        {
            var updates = EngineWork.UpdatesOf(GrowthHistories.OfBranches(0, count), out var text);
            var milliseconds = Median(EngineWork.Create, document => ApplyAll(document, updates));
            Check(updates, text);
            yield return new Figure(Named(count), "ms", milliseconds);
            yield return new Figure(Named(count), "µs per change", 1_000 * milliseconds / (2 * count));
        }
    }

    private static IEnumerable<Figure> Merges()
    {
        foreach (var before in new[] { 0, 100_000, 1_000_000 })
        {
            foreach (var count in new[] { 1_000, 10_000, 100_000 })
            {
                // The history's end comes by itself: a document that has taken a change has room for more.
                var (batches, text) = EngineWork.BatchesOf(
                    GrowthHistories.OfBranches(before, count / 2), Math.Max(0, before - 1), before, before + count);
                var last = EngineWork.Create();
                var milliseconds = Median(
                    () =>
                    {
                        var document = EngineWork.Create();
                        EngineWork.MergeInto(document, batches[0]);
                        EngineWork.MergeInto(document, batches[1]);
                        return document;
                    },
                    document =>
                    {
                        EngineWork.MergeInto(document, batches[2]);
                        last = document;
                    });
                Check(EngineWork.TextOf(last), text);
                yield return new Figure(Named(count), before == 0 ? "on no history" : $"on {Named(before)} events", milliseconds);
            }
        }
    }

    private static void ApplyAll(Document document, byte[][] updates)
    {
        foreach (var update in updates)
        {
            EngineWork.Apply(document, update);
        }
    }

    private static void Check(byte[][] updates, string text)
    {
        var document = EngineWork.Create();
        ApplyAll(document, updates);
        Check(EngineWork.TextOf(document), text);
    }

    private static void Check(string text, string expected)
    {
        if (!string.Equals(text, expected, StringComparison.Ordinal))
        {
            throw new InvalidDataException("The text is wrong.");
        }
    }
}
