using System.Buffers;
using Weft.Engine;
using Weft.Testing.Traces;

namespace Weft.Benchmarks;

/// <summary>What the benchmarks ask of the engine; nothing else here knows its API.</summary>
internal static class EngineWork
{
    private const string Text = RecordedTrace.Path;

    /// <summary>The local edits of a history, transaction by transaction.</summary>
    public static LocalEdit[][] EditsOf(RecordedTrace trace) =>
        [.. trace.Changes.Select(change => change.Operations.Select(ToEdit).ToArray())];

    /// <summary>The changes of a history, as a document gives them to others.</summary>
    public static byte[][] UpdatesOf(RecordedTrace trace)
    {
        return UpdatesOf(trace.Changes, out _);
    }

    /// <summary>Changes as a document gives them to others, and the text that they come to.</summary>
    public static byte[][] UpdatesOf(IReadOnlyCollection<Change> changes, out string text)
    {
        var document = Create();
        MergeChanges(document, changes);
        text = TextOf(document);
        var updates = new byte[document.ChangeCount][];
        for (var i = 0; i < updates.Length; i++)
        {
            updates[i] = UpdateOf(document, i);
        }

        return updates;
    }

    /// <summary>Makes edits in a document, and gives each as the encoded change that others are told of.</summary>
    public static byte[][] UpdatesOf(Document document, string agent, LocalEdit[] edits)
    {
        var updates = new byte[edits.Length][];
        for (var i = 0; i < edits.Length; i++)
        {
            Edit(document, agent, edits.AsSpan(i, 1));
            updates[i] = UpdateOf(document, document.ChangeCount - 1);
        }

        return updates;
    }

    /// <summary>An empty document.</summary>
    public static Document Create() => new();

    /// <summary>One local transaction.</summary>
    public static void Edit(Document document, string agent, ReadOnlySpan<LocalEdit> edits)
    {
        if (edits.Length == 1 && (edits[0].Deleted == 0 || edits[0].Inserted.Length == 0))
        {
            EditOnce(document, agent, edits[0]);
            return;
        }

        using var transaction = document.Begin(agent, 0);
        foreach (var edit in edits)
        {
            if (edit.Deleted > 0)
            {
                transaction.Delete(Text, edit.Position, edit.Deleted);
            }

            if (edit.Inserted.Length > 0)
            {
                transaction.Insert(Text, edit.Position, edit.Inserted);
            }
        }

        transaction.Commit();
    }

    /// <summary>One change of somebody else, from its bytes.</summary>
    public static void Apply(Document document, ReadOnlySpan<byte> update)
    {
        if (document.Merge(update, out var reason) == MergeStatus.Refused)
        {
            throw new InvalidDataException(reason);
        }
    }

    /// <summary>All changes as one block of bytes, which any document can merge.</summary>
    public static byte[] Events(Document document) => document.EncodeSince(Engine.Version.Root);

    /// <summary>All changes merged into an empty document.</summary>
    public static Document Merge(ReadOnlySpan<byte> events)
    {
        var document = Create();
        if (document.MergeAll(events, out var reason) != MergeStatus.Applied)
        {
            throw new InvalidDataException(reason);
        }

        return document;
    }

    /// <summary>Changes as blocks of bytes, each up to one of the ends, and the text that they come to.</summary>
    public static (byte[][] Batches, string Text) BatchesOf(List<Change> changes, params ReadOnlySpan<int> ends)
    {
        var document = Create();
        var batches = new byte[ends.Length][];
        var start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var known = document.Version;
            MergeChanges(document, changes[start..ends[i]]);
            batches[i] = start < ends[i] ? document.EncodeSince(known) : [];
            start = ends[i];
        }

        return (batches, TextOf(document));
    }

    /// <summary>A block of changes, merged into a document.</summary>
    public static void MergeInto(Document document, ReadOnlySpan<byte> batch)
    {
        if (batch.Length > 0 && document.MergeAll(batch, out var reason) != MergeStatus.Applied)
        {
            throw new InvalidDataException(reason);
        }
    }

    /// <summary>The document with its history as bytes.</summary>
    public static byte[] Save(Document document) => document.Save();

    /// <summary>A document to be read.</summary>
    public static Document Open(ReadOnlyMemory<byte> saved) =>
        Document.TryLoad(saved, out var document, out var reason) ? document : throw new InvalidDataException(reason);

    /// <summary>A document with its history, ready for any change.</summary>
    public static Document Load(ReadOnlyMemory<byte> saved)
    {
        var document = Open(saved);
        return document.LoadHistory(out var reason) ? document : throw new InvalidDataException(reason);
    }

    /// <summary>Gives a document its history from the file that it was saved to.</summary>
    public static void LoadHistory(Document document, ReadOnlySpan<byte> saved)
    {
        if (!document.LoadHistory(saved, out var reason))
        {
            throw new InvalidDataException(reason);
        }
    }

    /// <summary>The text of a version.</summary>
    public static RichText TextAt(Document document, Engine.Version version) => document.TextAt(Text, version);

    /// <summary>Who wrote what of the text.</summary>
    public static IReadOnlyList<AuthoredRun> Blame(Document document) => document.Blame(Text);

    /// <summary>What takes a change back.</summary>
    public static object InverseOf(Document document, int change) => document.InverseOf(document.ChangeAt(change).LastEvent);

    /// <summary>Anchors at even distances in the text of a version.</summary>
    public static Anchor[] AnchorsAt(Document document, Engine.Version version, int count)
    {
        var length = TextAt(document, version).Length;
        return [.. Enumerable.Range(0, count).Select(i => new Anchor(Text, version, (int)((long)length * i / count), Bias.Left))];
    }

    /// <summary>The whole text.</summary>
    public static string TextOf(Document document)
    {
        var text = document.Text(Text);
        return text.Substring(0, text.Length);
    }

    private static void EditOnce(Document document, string agent, in LocalEdit edit)
    {
        if (edit.Deleted > 0)
        {
            document.Delete(agent, Text, edit.Position, edit.Deleted, nowMilliseconds: 0);
        }
        else
        {
            document.Insert(agent, Text, edit.Position, edit.Inserted, nowMilliseconds: 0);
        }
    }

    private static void MergeChanges(Document document, IEnumerable<Change> changes)
    {
        foreach (var change in changes)
        {
            if (document.Merge(change) is not MergeResult.Applied and var result)
            {
                throw new InvalidDataException($"A made change is not merged: {result}");
            }
        }
    }

    private static byte[] UpdateOf(Document document, int change)
    {
        var bytes = new ArrayBufferWriter<byte>();
        document.EncodeChange(change, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static LocalEdit ToEdit(Operation operation) => operation switch
    {
        InsertText insert => new LocalEdit(insert.Position, 0, insert.Text),
        DeleteText delete => new LocalEdit(delete.Position, delete.Length, ""),
        _ => throw new ArgumentException("The histories have insertions and deletions only.", nameof(operation)),
    };
}
