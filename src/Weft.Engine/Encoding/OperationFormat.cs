using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// Bytes of the operations of a draft: their count, then each as a kind and its fields. A path or a collection that is
/// that of the operation before is 0.
/// </summary>
internal static class OperationFormat
{
    /// <summary>The path that the first operation is compared with.</summary>
    private const string FirstPath = "body";

    public static void WriteAll(ref SpanWriter writer, ChangeDraft draft)
    {
        string path = FirstPath, collection = "";
        writer.Number(draft.OperationCount);
        foreach (ref readonly var operation in draft.Operations)
        {
            if (operation.Path is null)
            {
                Write(ref writer, operation.Item!, ref collection);
            }
            else
            {
                Write(ref writer, operation, draft, path);
                path = operation.Path;
            }
        }
    }

    public static void ReadAll(ref ByteReader reader, ChangeDraft into, NameCache names)
    {
        string path = FirstPath, collection = "";
        var count = reader.Count();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var kind = (OperationKind)reader.Byte();
            if (kind is >= OperationKind.InsertText and <= OperationKind.FormatText)
            {
                path = reader.Name(names, path);
                Read(ref reader, kind, path, into);
            }
            else if (ReadItem(ref reader, kind, ref collection, names) is { } operation && !reader.Failed)
            {
                into.AddItem(operation);
            }
        }
    }

    /// <summary>Reads <c>position text [attributes]</c>.</summary>
    public static void ReadInsertion(ref ByteReader reader, string path, ChangeDraft into, bool hasAttributes)
    {
        var position = reader.Int();
        var text = reader.Bytes(reader.Count());
        var payload = hasAttributes ? Payload(reader.Properties()) : TextPayload.None;
        if (!Utf8.IsValid(text))
        {
            reader.Fail("A string is not UTF-8.");
        }

        if (!reader.Failed)
        {
            Encoding.UTF8.GetChars(text, into.AddInsertion(path, position, Encoding.UTF8.GetCharCount(text), payload));
        }
    }

    /// <summary>Writes one operation on items: its kind and fields.</summary>
    public static void Write(ref SpanWriter writer, Operation operation, ref string collection)
    {
        switch (operation)
        {
            case AddItem add:
                Item(ref writer, OperationKind.AddItem, add.Path, ref collection);
                writer.String(add.Kind);
                writer.Properties(add.Properties);
                break;
            case SetProperties set:
                Item(ref writer, OperationKind.SetProperties, set.Path, ref collection);
                writer.Properties(set.Properties);
                break;
            case DeleteItem delete:
                Item(ref writer, OperationKind.DeleteItem, delete.Path, ref collection);
                break;
            case RestoreItem restore:
                Item(ref writer, OperationKind.RestoreItem, restore.Path, ref collection);
                break;
            case RestoredItem restored:
                Item(ref writer, OperationKind.RestoredItem, restored.Path, ref collection);
                writer.String(restored.Kind);
                writer.Properties(restored.Properties);
                break;
            case ClearItems clear:
                writer.Byte((byte)OperationKind.ClearItems);
                writer.Name(clear.Collection, collection);
                collection = clear.Collection;
                break;
            default:
                throw new ArgumentException($"No encoding for {operation.GetType().Name}.", nameof(operation));
        }
    }

    /// <summary>Reads one operation on items; null, and the reader has failed, when it is something else.</summary>
    public static Operation? ReadItem(ref ByteReader reader, ref string collection, NameCache names) =>
        ReadItem(ref reader, (OperationKind)reader.Byte(), ref collection, names);

    private static void Write(ref SpanWriter writer, in DraftOperation operation, ChangeDraft draft, string path)
    {
        var kind = operation.Kind switch
        {
            TextKind.Insert => OperationKind.InsertText,
            TextKind.Embed => OperationKind.InsertEmbed,
            TextKind.Delete => OperationKind.DeleteText,
            _ => OperationKind.FormatText,
        };
        writer.Byte((byte)kind);
        writer.Name(operation.Path!, path);
        writer.Number(operation.Position);
        switch (kind)
        {
            case OperationKind.InsertText:
                writer.String(draft.UnitsOf(operation));
                writer.Properties(operation.Payload.Attributes);
                break;
            case OperationKind.InsertEmbed:
                writer.String(operation.Payload.Embed!.Value.Text);
                writer.Properties(operation.Payload.Attributes);
                break;
            case OperationKind.DeleteText:
                writer.Number(operation.Length);
                break;
            default:
                writer.Number(operation.Length);
                writer.String(operation.Payload.Key);
                writer.String(operation.Payload.Value.Text);
                break;
        }
    }

    private static void Read(ref ByteReader reader, OperationKind kind, string path, ChangeDraft into)
    {
        switch (kind)
        {
            case OperationKind.InsertText:
                ReadInsertion(ref reader, path, into, hasAttributes: true);
                break;
            case OperationKind.InsertEmbed:
                var position = reader.Int();
                var embed = reader.Json();
                into.Add(path, TextKind.Embed, position, 1, new TextPayload(reader.Properties(), embed));
                break;
            case OperationKind.DeleteText:
                into.Add(path, TextKind.Delete, reader.Int(), reader.Int(), TextPayload.None);
                break;
            default:
                into.Add(
                    path, TextKind.Format, reader.Int(), reader.Int(), new TextPayload(Properties.Empty, null, reader.String(), reader.Json()));
                break;
        }
    }

    private static Operation? ReadItem(ref ByteReader reader, OperationKind kind, ref string collection, NameCache names)
    {
        if (kind is < OperationKind.AddItem or > OperationKind.ClearItems)
        {
            reader.Fail("An operation is of an unknown kind.");
            return null;
        }

        collection = reader.Name(names, collection);
        if (kind == OperationKind.ClearItems)
        {
            return new ClearItems(collection);
        }

        var path = new ItemPath(collection, reader.String());
        return kind switch
        {
            OperationKind.AddItem => new AddItem(path, reader.Name(names), reader.Properties()),
            OperationKind.SetProperties => new SetProperties(path, reader.Properties()),
            OperationKind.DeleteItem => new DeleteItem(path),
            OperationKind.RestoreItem => new RestoreItem(path),
            _ => new RestoredItem(path, reader.Name(names), reader.Properties()),
        };
    }

    private static void Item(ref SpanWriter writer, OperationKind kind, ItemPath path, ref string collection)
    {
        writer.Byte((byte)kind);
        writer.Name(path.Collection, collection);
        writer.String(path.Id);
        collection = path.Collection;
    }

    private static TextPayload Payload(Properties attributes) =>
        attributes.Count == 0 ? TextPayload.None : new TextPayload(attributes);
}
