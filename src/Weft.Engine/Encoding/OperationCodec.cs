using System.Collections.Immutable;

namespace Weft.Engine;

/// <summary>Bytes of operations: a kind, then its fields in the order of the record.</summary>
internal static class OperationCodec
{
    private enum Kind : byte
    {
        InsertText = 1,
        InsertEmbed = 2,
        DeleteText = 3,
        FormatText = 4,
        AddItem = 5,
        SetProperties = 6,
        DeleteItem = 7,
        RestoreItem = 8,
        RestoredItem = 9,
        ClearItems = 10,
    }

    public static void WriteAll(ByteWriter writer, ImmutableArray<Operation> operations)
    {
        writer.Number(operations.Length);
        foreach (var operation in operations)
        {
            Write(writer, operation);
        }
    }

    public static ImmutableArray<Operation> ReadAll(ref ByteReader reader)
    {
        var count = reader.Count();
        var operations = ImmutableArray.CreateBuilder<Operation>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            if (Read(ref reader) is { } operation)
            {
                operations.Add(operation);
            }
        }

        return operations.DrainToImmutable();
    }

    private static void Write(ByteWriter writer, Operation operation)
    {
        switch (operation)
        {
            case InsertText insert:
                Text(writer, Kind.InsertText, insert.Path, insert.Position);
                writer.String(insert.Text);
                writer.Properties(insert.Attributes);
                break;
            case InsertEmbed insert:
                Text(writer, Kind.InsertEmbed, insert.Path, insert.Position);
                writer.String(insert.Embed.Text);
                writer.Properties(insert.Attributes);
                break;
            case DeleteText delete:
                Text(writer, Kind.DeleteText, delete.Path, delete.Position);
                writer.Number(delete.Length);
                break;
            case FormatText format:
                Text(writer, Kind.FormatText, format.Path, format.Position);
                writer.Number(format.Length);
                writer.String(format.Key);
                writer.String(format.Value.Text);
                break;
            default:
                WriteItem(writer, operation);
                break;
        }
    }

    private static void WriteItem(ByteWriter writer, Operation operation)
    {
        switch (operation)
        {
            case AddItem add:
                Item(writer, Kind.AddItem, add.Path);
                writer.String(add.Kind);
                writer.Properties(add.Properties);
                break;
            case SetProperties set:
                Item(writer, Kind.SetProperties, set.Path);
                writer.Properties(set.Properties);
                break;
            case DeleteItem delete:
                Item(writer, Kind.DeleteItem, delete.Path);
                break;
            case RestoreItem restore:
                Item(writer, Kind.RestoreItem, restore.Path);
                break;
            case RestoredItem restored:
                Item(writer, Kind.RestoredItem, restored.Path);
                writer.String(restored.Kind);
                writer.Properties(restored.Properties);
                break;
            case ClearItems clear:
                writer.Byte((byte)Kind.ClearItems);
                writer.String(clear.Collection);
                break;
            default:
                throw new ArgumentException($"No encoding for {operation.GetType().Name}.", nameof(operation));
        }
    }

    private static void Text(ByteWriter writer, Kind kind, string path, int position)
    {
        writer.Byte((byte)kind);
        writer.String(path);
        writer.Number(position);
    }

    private static void Item(ByteWriter writer, Kind kind, ItemPath path)
    {
        writer.Byte((byte)kind);
        writer.String(path.Collection);
        writer.String(path.Id);
    }

    private static Operation? Read(ref ByteReader reader)
    {
        switch ((Kind)reader.Byte())
        {
            case Kind.InsertText:
                return new InsertText(reader.Name(), reader.Int(), reader.String(), reader.Properties());
            case Kind.InsertEmbed:
                return new InsertEmbed(reader.Name(), reader.Int(), reader.Json(), reader.Properties());
            case Kind.DeleteText:
                return new DeleteText(reader.Name(), reader.Int(), reader.Int());
            case Kind.FormatText:
                return new FormatText(reader.Name(), reader.Int(), reader.Int(), reader.String(), reader.Json());
            case Kind.AddItem:
                return new AddItem(Path(ref reader), reader.String(), reader.Properties());
            case Kind.SetProperties:
                return new SetProperties(Path(ref reader), reader.Properties());
            case Kind.DeleteItem:
                return new DeleteItem(Path(ref reader));
            case Kind.RestoreItem:
                return new RestoreItem(Path(ref reader));
            case Kind.RestoredItem:
                return new RestoredItem(Path(ref reader), reader.String(), reader.Properties());
            case Kind.ClearItems:
                return new ClearItems(reader.Name());
            default:
                reader.Fail("An operation is of an unknown kind.");
                return null;
        }
    }

    private static ItemPath Path(ref ByteReader reader) => new(reader.Name(), reader.String());
}
