using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>Counts what a document holds, to refuse what would be too much.</summary>
internal sealed class DocumentSize
{
    private readonly HashSet<ItemPath> _items = [];
    private long _textUnits;

    internal DocumentSize(Document document)
    {
        _textUnits = document.TextPaths.Sum(path => (long)document.Text(path).Length);
        foreach (string collection in document.Collections)
        {
            _items.UnionWith(document.Items(collection).Select(item => new ItemPath(collection, item.Id)));
        }
    }

    /// <summary>Whether the document stays within its limits if all of this takes effect.</summary>
    internal bool HasRoomFor(ImmutableArray<Operation> operations, RoomOptions options)
    {
        long units = _textUnits;
        int items = _items.Count;
        foreach (Operation operation in operations)
        {
            units += operation is InsertText or InsertEmbed ? operation.EventCount : 0;
            items += operation is AddItem or RestoreItem ? 1 : 0;
        }

        return (units <= options.MaxTextUnits || units == _textUnits) && (items <= options.MaxItems || items == _items.Count);
    }

    internal void Count(AppliedChange applied)
    {
        foreach (Operation operation in applied.Transformed)
        {
            switch (operation)
            {
                case InsertText or InsertEmbed:
                    _textUnits += operation.EventCount;
                    break;
                case DeleteText delete:
                    _textUnits -= delete.Length;
                    break;
                case AddItem add:
                    _items.Add(add.Path);
                    break;
                case RestoredItem restored:
                    _items.Add(restored.Path);
                    break;
                case DeleteItem delete:
                    _items.Remove(delete.Path);
                    break;
            }
        }
    }
}
