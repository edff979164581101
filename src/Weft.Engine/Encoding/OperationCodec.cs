using System.Collections.Immutable;

namespace Weft.Engine;

/// <summary>Reads the operations of format 1: a kind, then its fields in the order of the record.</summary>
internal static class OperationCodec
{
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

    private static Operation? Read(ref ByteReader reader)
    {
        switch ((OperationKind)reader.Byte())
        {
            case OperationKind.InsertText:
                return new InsertText(reader.Name(), reader.Int(), reader.String(), reader.Properties());
            case OperationKind.InsertEmbed:
                return new InsertEmbed(reader.Name(), reader.Int(), reader.Json(), reader.Properties());
            case OperationKind.DeleteText:
                return new DeleteText(reader.Name(), reader.Int(), reader.Int());
            case OperationKind.FormatText:
                return new FormatText(reader.Name(), reader.Int(), reader.Int(), reader.String(), reader.Json());
            case OperationKind.AddItem:
                return new AddItem(Path(ref reader), reader.String(), reader.Properties());
            case OperationKind.SetProperties:
                return new SetProperties(Path(ref reader), reader.Properties());
            case OperationKind.DeleteItem:
                return new DeleteItem(Path(ref reader));
            case OperationKind.RestoreItem:
                return new RestoreItem(Path(ref reader));
            case OperationKind.RestoredItem:
                return new RestoredItem(Path(ref reader), reader.String(), reader.Properties());
            case OperationKind.ClearItems:
                return new ClearItems(reader.Name());
            default:
                reader.Fail("An operation is of an unknown kind.");
                return null;
        }
    }

    private static ItemPath Path(ref ByteReader reader) => new(reader.Name(), reader.String());
}
