using Weft.Engine;

namespace Weft.Benchmarks;

/// <summary>Readings of the graph, each made ready for a document with its history; the names are those of bench/suite/matrix.js.</summary>
internal static class GraphReadings
{
    private const int Anchors = 100;

    /// <summary>The work of this name; null when it is none of these.</summary>
    public static Work? Ready(string name, Prepared prepared) => name switch
    {
        "text-middle" => Reading(prepared, document => EngineWork.TextAt(document, Middle(document))),
        "text-end" => Reading(prepared, document => EngineWork.TextAt(document, document.VersionAt(document.ChangeCount - 1))),
        "difference" => Reading(prepared, document => document.Difference(Middle(document), document.Version)),
        "blame" => Reading(prepared, EngineWork.Blame),
        "undo-last" => Reading(prepared, document => EngineWork.InverseOf(document, document.ChangeCount - 1)),
        "undo-middle" => Reading(prepared, document => EngineWork.InverseOf(document, document.ChangeCount / 2)),
        "anchors" => ResolveAnchors(prepared),
        "history" => LoadHistory(prepared),
        _ => null,
    };

    private static Engine.Version Middle(Document document) => document.VersionAt(document.ChangeCount / 2);

    private static Work Reading(Prepared prepared, Func<Document, object> read)
    {
        var document = EngineWork.Load(prepared.ReadSaved());
        return new Work(() =>
        {
            GC.KeepAlive(read(document));
            return document;
        });
    }

    /// <summary>By turns from two versions, since a document remembers the one that it was asked about last.</summary>
    private static Work ResolveAnchors(Prepared prepared)
    {
        var document = EngineWork.Load(prepared.ReadSaved());
        var sets = new[] { document.ChangeCount / 2, document.ChangeCount / 4 }
            .Select(changes => EngineWork.AnchorsAt(document, document.VersionAt(changes), Anchors)).ToArray();
        var turn = 0;
        return new Work(() =>
        {
            GC.KeepAlive(document.Resolve(sets[turn++ % sets.Length]));
            return document;
        });
    }

    private static Work LoadHistory(Prepared prepared)
    {
        var saved = prepared.ReadSaved();
        var document = EngineWork.Load(saved);
        return new Work(() =>
        {
            document.ReleaseHistory();
            EngineWork.LoadHistory(document, saved);
            return document;
        });
    }
}
