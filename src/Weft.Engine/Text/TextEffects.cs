using System.Diagnostics;

namespace Weft.Engine;

/// <summary>Applies operations on texts to a text whose coordinates they are in.</summary>
internal static class TextEffects
{
    /// <summary>An insertion whose attributes are a state: without those that it says are not there.</summary>
    public static Operation WithoutNulls(Operation operation)
    {
        switch (operation)
        {
            case InsertText insert:
                var attributes = insert.Attributes.WithoutNulls();
                return ReferenceEquals(attributes, insert.Attributes) ? insert : insert with { Attributes = attributes };
            case InsertEmbed insert:
                attributes = insert.Attributes.WithoutNulls();
                return ReferenceEquals(attributes, insert.Attributes) ? insert : insert with { Attributes = attributes };
            default:
                return operation;
        }
    }

    public static void Apply(RichText text, Operation operation)
    {
        switch (operation)
        {
            case InsertText insert:
                text.Insert(insert.Position, insert.Text, insert.Attributes);
                break;
            case InsertEmbed insert:
                text.InsertEmbed(insert.Position, insert.Embed, insert.Attributes);
                break;
            case DeleteText delete:
                text.Delete(delete.Position, delete.Length);
                break;
            case FormatText format:
                text.Format(format.Position, format.Length, format.Key, format.Value);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
