using BenchmarkDotNet.Attributes;
using Weft.Engine;

namespace Weft.Benchmarks;

/// <summary>
/// One keystroke in documents of very different lengths: time and allocated bytes must not grow with them. Each
/// measurement is of many keystrokes in a document made before it, so that the document's own making does not count.
/// </summary>
[Config(typeof(KeystrokeConfig))]
public class KeystrokeBenchmarks
{
    private const int Keystrokes = 10_000;

    private Document _document = EngineWork.Create();
    private byte[] _base = [];
    private byte[][] _updates = [];
    private LocalEdit[] _edits = [];

    /// <summary>Characters in the document before the first keystroke.</summary>
    [Params(1_000, 1_000_000, 100_000_000)]
    public int Length { get; set; }

    /// <summary>Makes the document and what is typed into its middle: a word, a correction, and again.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var document = EngineWork.Create();
        EngineWork.Edit(document, "base", [new LocalEdit(0, 0, new string('x', Length))]);
        _base = EngineWork.Events(document);
        _edits = new LocalEdit[Keystrokes];
        var caret = Length / 2;
        for (var i = 0; i < Keystrokes; i++)
        {
            _edits[i] = i % 10 == 9 ? new LocalEdit(--caret, 1, "") : new LocalEdit(caret++, 0, "e");
        }

        _updates = EngineWork.UpdatesOf(document, "typist", _edits);
    }

    /// <summary>A fresh document for each measurement.</summary>
    [IterationSetup]
    public void Open() => _document = EngineWork.Merge(_base);

    /// <summary>Keys pressed here.</summary>
    [Benchmark(OperationsPerInvoke = Keystrokes)]
    public void Local()
    {
        foreach (ref readonly var edit in _edits.AsSpan())
        {
            EngineWork.Edit(_document, "typist", new ReadOnlySpan<LocalEdit>(in edit));
        }
    }

    /// <summary>Keys pressed elsewhere, as they come over the wire.</summary>
    [Benchmark(OperationsPerInvoke = Keystrokes)]
    public void Remote()
    {
        foreach (var update in _updates)
        {
            EngineWork.Apply(_document, update);
        }
    }
}
