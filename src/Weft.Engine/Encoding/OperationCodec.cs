using System.Collections.Immutable;

namespace Weft.Engine;

/// <summary>Reads the operations of format 1: a kind, then its fields in the order of the record.</summary>
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
