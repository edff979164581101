using Weft.Engine;
using Weft.Testing.Traces;

namespace Weft.Benchmarks;

/// <summary>
/// One of the works that are measured: made ready once, run many times. A run gives the document that it ended with; its
/// text is read in the run where that is part of the work, and looked at outside of the measured time.
/// </summary>
internal sealed record Work(Func<Document> Run)
{
    private const string Reader = "reader";

    /// <summary>Makes a work ready; the names are those of bench/peers/src/works.js.</summary>
    public static Work Ready(string name, Func<RecordedTrace> trace, Prepared prepared) => name switch
    {
        "replay" => Replay(EngineWork.EditsOf(trace())),
        "apply" or "live" => Apply(prepared.ReadUpdates()),
        "merge" => Merge(prepared.ReadEvents()),
        "open" => Open(prepared.ReadSaved()),
        "load" => Load(prepared.ReadSaved()),
        "save" => Save(EngineWork.Merge(prepared.ReadEvents())),
        _ => GraphReadings.Ready(name, prepared) ?? throw new ArgumentException($"There is no work named {name}.", nameof(name)),
    };

    private static Work Replay(LocalEdit[][] edits) => new(() =>
    {
        var document = EngineWork.Create();
        foreach (var transaction in edits)
        {
            EngineWork.Edit(document, "agent", transaction);
        }

        return document;
    });

    private static Work Apply(byte[][] updates) => new(() =>
    {
        var document = EngineWork.Create();
        foreach (var update in updates)
        {
            EngineWork.Apply(document, update);
        }

        return document;
    });

    private static Work Merge(byte[] events) => new(() => Shown(EngineWork.Merge(events)));

    private static Work Open(byte[] saved) => new(() => Shown(EngineWork.Open(saved)));

    private static Work Load(byte[] saved) => new(() =>
    {
        var document = EngineWork.Load(saved);
        EngineWork.Edit(document, Reader, [new LocalEdit(0, 0, "x")]);
        EngineWork.Edit(document, Reader, [new LocalEdit(0, 1, "")]);
        return Shown(document);
    });

    private static Work Save(Document document) => new(() =>
    {
        GC.KeepAlive(EngineWork.Save(document));
        return document;
    });

    private static Document Shown(Document document)
    {
        GC.KeepAlive(EngineWork.TextOf(document));
        return document;
    }
}
