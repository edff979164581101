using System.Runtime.InteropServices;
using Weft.Engine;

namespace Weft.Benchmarks;

/// <summary>What a keystroke costs in texts of different lengths, in time and in allocated bytes.</summary>
internal static class GrowthTyping
{
    private const int Keystrokes = 10_000;
    private const int WarmRounds = 5;
    private const int Rounds = 15;

    /// <summary>Bytes are counted for so many keystrokes at a time.</summary>
    private const int Batch = 100;

    private const int WordLength = 10;

    /// <summary>Milliseconds until which code is compiled.</summary>
    private const long Settled = 2_000;

    private static readonly (string Name, int Length)[] _texts = [("1 KB", 1_000), ("1 MB", 1_000_000), ("100 MB", 100_000_000)];

    /// <summary>The figures, for keys pressed here and elsewhere.</summary>
    public static IEnumerable<Figure> Measure()
    {
        for (var until = Environment.TickCount64 + Settled; Environment.TickCount64 < until;)
        {
            Measure(_texts[0].Name, _texts[0].Length);
        }

        return _texts.SelectMany(text => Measure(text.Name, text.Length));
    }

    private static Figure[] Measure(string name, int length)
    {
        var edits = Typing(length);
        var source = TextOf(length);
        var updates = EngineWork.UpdatesOf(source, "typist", edits);
        var text = EngineWork.TextOf(source);
        return [.. Local(name, length, edits, text), .. Remote(name, length, updates, text)];
    }

    private static Figure[] Local(string name, int length, LocalEdit[] edits, string text)
    {
        var document = TextOf(length);
        var spent = Spend(start =>
        {
            foreach (ref readonly var edit in edits.AsSpan(start, Batch))
            {
                EngineWork.Edit(document, "typist", new ReadOnlySpan<LocalEdit>(in edit));
            }
        });
        return Figures(name, "local", spent, document, text);
    }

    private static Figure[] Remote(string name, int length, byte[][] updates, string text)
    {
        var document = TextOf(length);
        var spent = Spend(start =>
        {
            foreach (var update in updates.AsSpan(start, Batch))
            {
                EngineWork.Apply(document, update);
            }
        });
        return Figures(name, "remote", spent, document, text);
    }

    private static Figure[] Figures(string row, string kind, Spent spent, Document document, string text)
    {
        if (!string.Equals(EngineWork.TextOf(document), text, StringComparison.Ordinal))
        {
            throw new InvalidDataException("The text is wrong.");
        }

        return
        [
            new Figure(row, $"{kind}, ns", 1e6 * spent.Milliseconds / Keystrokes),
            new Figure(row, $"{kind}, bytes", (double)spent.Bytes / Batch),
            new Figure(row, $"{kind}, bytes in all", spent.AllBytes),
        ];
    }

    private static Spent Spend(Action<int> batch)
    {
        var times = new double[Rounds];
        var bytes = new long[Rounds * Keystrokes / Batch];
        var batches = 0;
        for (var i = -WarmRounds; i < Rounds; i++)
        {
            var before = ProcessUse.CpuMilliseconds;
            for (var done = 0; done < Keystrokes; done += Batch)
            {
                var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
                batch(((i + WarmRounds) * Keystrokes) + done);
                if (i >= 0)
                {
                    bytes[batches++] = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
                }
            }

            if (i >= 0)
            {
                times[i] = ProcessUse.CpuMilliseconds - before;
            }
        }

        Array.Sort(times);
        Array.Sort(bytes);
        return new Spent(times[Rounds / 2], bytes[bytes.Length / 2], (double)bytes.Sum() / (Rounds * Keystrokes));
    }

    private static Document TextOf(int length)
    {
        var document = EngineWork.Create();
        EngineWork.Edit(document, "base", [new LocalEdit(0, 0, new string('x', length))]);
        return document;
    }

    /// <summary>A word is typed into the middle and taken back, over and over: the text stays as long as it is.</summary>
    private static LocalEdit[] Typing(int length)
    {
        var edits = new LocalEdit[Keystrokes * (WarmRounds + Rounds)];
        var caret = length / 2;
        for (var i = 0; i < edits.Length; i++)
        {
            edits[i] = i % (2 * WordLength) < WordLength ? new LocalEdit(caret++, 0, "e") : new LocalEdit(--caret, 1, "");
        }

        return edits;
    }

    /// <summary>What typing took: CPU time of a round and bytes of a batch, both medians, and bytes of a keystroke on average.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Spent(double Milliseconds, long Bytes, double AllBytes);
}
