using System.Globalization;
using System.Text.Json;
using Weft.Engine;
using Weft.Testing.Traces;

namespace Weft.Benchmarks;

/// <summary>Measures one work in this process, as bench/peers/run.js does for the other libraries.</summary>
internal static class WorkRunner
{
    /// <summary>Work that is quicker, in milliseconds, is done several times in one measurement.</summary>
    private const double Shortest = 5;

    /// <summary>CPU milliseconds after which no warm run is begun.</summary>
    private static readonly double _budget =
        double.Parse(Environment.GetEnvironmentVariable("BUDGET") ?? "10000", CultureInfo.InvariantCulture);

    /// <summary>CPU milliseconds of the process after which a run counts as warm: until then code is compiled.</summary>
    private const double Settled = 1_500;

    /// <summary>CPU milliseconds of warm runs until which there are more of them than were asked for.</summary>
    private const double Enough = 400;

    private static readonly int _warmRuns =
        int.Parse(Environment.GetEnvironmentVariable("RUNS") ?? "7", CultureInfo.InvariantCulture);

    /// <summary>Runs a work and gives its line.</summary>
    /// <param name="work">The work's name.</param>
    /// <param name="tracePath">The file of the history.</param>
    /// <param name="folder">Where what was prepared lies.</param>
    public static string Run(string work, string tracePath, string folder)
    {
        if (GrowthRunner.Run(work) is { } growth)
        {
            return growth;
        }

        var prepared = new Prepared(folder);
        RecordedTrace Trace() => Datasets.Read(tracePath);
        var line = work switch
        {
            "prepare" or "prepare-whole" => Prepare(Trace(), prepared),
            "memory" => Memory(work, EngineWork.Open, Trace, prepared),
            "memory-history" => Memory(work, EngineWork.Load, Trace, prepared),
            "peak" => Peak(Trace, prepared),
            _ => Time(work, Trace, prepared),
        };
        return JsonSerializer.Serialize(line, WorkLineContext.Default.WorkLine);
    }

    private static WorkLine Prepare(RecordedTrace trace, Prepared prepared)
    {
        var updates = EngineWork.UpdatesOf(trace);
        var document = EngineWork.Create();
        foreach (var update in updates)
        {
            EngineWork.Apply(document, update);
        }

        var saved = EngineWork.Save(document);
        var text = EngineWork.TextOf(document);
        prepared.Write(updates, saved, EngineWork.Events(document), text);
        var sizes = updates.Select(update => update.Length).Order().ToArray();
        return new WorkLine
        {
            Work = "prepare", Bytes = saved.Length, UpdateBytes = sizes[sizes.Length / 2], History = true, Text = Verdict(text, trace),
        };
    }

    private static WorkLine Time(string name, Func<RecordedTrace> trace, Prepared prepared)
    {
        var work = Work.Ready(name, trace, prepared);
        GC.Collect();
        var (cold, _) = Timed(work, 1, out var document);
        var text = EngineWork.TextOf(document);
        document = null;
        var repeat = (int)Math.Max(1, Math.Ceiling(Shortest / Math.Max(cold, 0.01)));
        var times = new List<double>();
        var allocations = new List<double>();
        var spent = cold;
        while (ProcessUse.CpuMilliseconds < Settled)
        {
            spent += Timed(work, repeat, out _).Milliseconds;
        }

        for (var before = spent; times.Count < _warmRuns ? spent < _budget : spent < before + Enough && times.Count < 10 * _warmRuns;)
        {
            var (milliseconds, allocated) = Timed(work, repeat, out _);
            times.Add(milliseconds / repeat);
            allocations.Add((double)allocated / repeat);
            spent += milliseconds;
        }

        return new WorkLine
        {
            Work = name, Cold = cold, Warm = Median(times), Runs = times.Count, Allocated = (long?)Median(allocations),
            Text = Verdict(text, trace()),
        };
    }

    private static (double Milliseconds, long Allocated) Timed(Work work, int repeat, out Document document)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var before = ProcessUse.CpuMilliseconds;
        document = work.Run();
        for (var i = 1; i < repeat; i++)
        {
            document = work.Run();
        }

        return (ProcessUse.CpuMilliseconds - before, GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
    }

    private static WorkLine Memory(
        string work, Func<ReadOnlyMemory<byte>, Document> open, Func<RecordedTrace> trace, Prepared prepared)
    {
        // Once without looking, so that the code itself and what it keeps for good is there before.
        EngineWork.TextOf(open(prepared.ReadSaved()));
        var (heap, rss) = Held();
        var document = open(prepared.ReadSaved());
        EngineWork.TextOf(document);
        var (heapAfter, rssAfter) = Held();
        return new WorkLine
        {
            Work = work, Held = new HeldMemory(heapAfter - heap, rssAfter - rss),
            Text = Verdict(EngineWork.TextOf(document), trace()),
        };
    }

    private static (long Heap, long Rss) Held()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (GC.GetTotalMemory(forceFullCollection: true), ProcessUse.ResidentBytes);
    }

    private static WorkLine Peak(Func<RecordedTrace> trace, Prepared prepared)
    {
        var events = prepared.ReadEvents();
        var (_, before) = Held();
        ProcessUse.ForgetPeak();
        var document = EngineWork.Merge(events);
        var text = EngineWork.TextOf(document);
        var peak = ProcessUse.PeakBytes;
        return new WorkLine { Work = "peak", Peak = peak - before, Text = Verdict(text, trace()) };
    }

    private static string Verdict(string text, RecordedTrace trace) =>
        string.Equals(text, trace.EndContent, StringComparison.Ordinal) ? "right" : "wrong";

    private static double? Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
