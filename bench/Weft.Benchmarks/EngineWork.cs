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
        var document = Create();
        foreach (var change in trace.Changes)
        {
            document.Merge(change);
        }

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
