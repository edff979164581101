using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>
/// What a client without a merge algorithm has: plain texts and items to which transformed operations are applied as
/// they come. It throws when one does not fit.
/// </summary>
public sealed class PlainReplica
{
    private readonly SortedDictionary<string, RichText> _texts = new(StringComparer.Ordinal);

    /// <summary>The items that are present.</summary>
    public IDictionary<ItemPath, Item> Items { get; } = new Dictionary<ItemPath, Item>();

    /// <summary>A text.</summary>
    public RichText Text(string path)
    {
        if (!_texts.TryGetValue(path, out var text))
        {
            _texts.Add(path, text = new RichText());
        }

        return text;
    }

    /// <summary>Applies operations one after another.</summary>
    public void Apply(ImmutableArray<Operation> operations)
    {
        foreach (var operation in operations)
        {
            Apply(operation);
        }
    }

    /// <summary>Applies an operation.</summary>
    public void Apply(Operation operation)
    {
        switch (operation)
        {
            case InsertText insert:
                Text(insert.Path).Insert(insert.Position, insert.Text, insert.Attributes);
                break;
            case InsertEmbed insert:
                Text(insert.Path).InsertEmbed(insert.Position, insert.Embed, insert.Attributes);
                break;
            case DeleteText delete:
                Text(delete.Path).Delete(delete.Position, delete.Length);
                break;
            case FormatText format:
                Text(format.Path).Format(format.Position, format.Length, format.Key, format.Value);
                break;
            case AddItem add:
                Items[add.Path] = new Item(add.Path.Id, add.Kind, add.Properties.WithoutNulls());
                break;
            case RestoredItem restored:
                Items.Add(restored.Path, new Item(restored.Path.Id, restored.Kind, restored.Properties));
                break;
            case SetProperties set:
                var before = Items[set.Path];
                var properties = set.Properties.Aggregate(before.Properties, (all, one) => all.Written(one.Key, one.Value));
                Items[set.Path] = before with { Properties = properties };
                break;
            case DeleteItem delete when Items.Remove(delete.Path):
                break;
            default:
                throw new InvalidOperationException($"{operation} does not fit.");
        }
    }
}
