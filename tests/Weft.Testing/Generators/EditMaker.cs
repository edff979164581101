using Weft.Engine;

namespace Weft.Testing.Generators;

/// <summary>Makes operations of the numbers of a plan.</summary>
public static class EditMaker
{
    private static readonly string[] _texts = ["a", "b", "cd", "xyz", "\U0001F600", "p\U0001F9F6q", "hello", "ef"];
    private static readonly string[] _paths = ["body", "body", "body", "notes/1/text"];
    private static readonly string[] _ids = ["a", "b", "c"];
    private static readonly string[] _keys = ["bold", "size"];
    private static readonly JsonValue[] _values = [JsonValue.True, JsonValue.Null, JsonValue.FromNumber(2)];

    /// <summary>
    /// The operation in a document as it is, brought into range where <paramref name="fit"/> is set; null when there is
    /// nothing there that it could be done to.
    /// </summary>
    /// <param name="edit">The numbers.</param>
    /// <param name="text">The present text of a path.</param>
    /// <param name="hasSeen">Whether the author has seen an item.</param>
    /// <param name="fit">Whether to make the operation valid.</param>
    public static Operation? Make(Edit edit, Func<string, string> text, Func<ItemPath, bool> hasSeen, bool fit)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(hasSeen);
        if (edit.Kind >= EditKind.Add)
        {
            return MakeItem(edit, hasSeen, fit);
        }

        var path = _paths[edit.What % _paths.Length];
        var now = text(path);
        var position = fit ? Place(now, edit.Where % (now.Length + 1)) : edit.Where;
        switch (edit.Kind)
        {
            case EditKind.Insert:
                return new InsertText(path, position, _texts[edit.Size % _texts.Length], Attributes(edit.What));
            case EditKind.Embed:
                return new InsertEmbed(path, position, JsonValue.FromNumber(edit.Size), Attributes(edit.What));
        }

        var end = fit ? Place(now, Math.Min(now.Length, position + 1 + (edit.Size % 5))) : position + 1 + edit.Size;
        if (end <= position)
        {
            return null;
        }

        return edit.Kind == EditKind.Delete
            ? new DeleteText(path, position, end - position)
            : new FormatText(path, position, end - position, _keys[edit.Size % 2], _values[edit.What % 3]);
    }

    private static Operation? MakeItem(Edit edit, Func<ItemPath, bool> hasSeen, bool fit)
    {
        var path = new ItemPath(edit.What % 5 == 0 ? "k" : "elements", _ids[edit.Where % _ids.Length]);
        var properties = Properties.Of(_keys[edit.Size % 2], edit.Size % 4 == 3 ? JsonValue.Null : JsonValue.FromNumber(edit.What));
        if (fit && edit.Kind != EditKind.Clear && edit.Kind == EditKind.Add == hasSeen(path))
        {
            return null;
        }

        return edit.Kind switch
        {
            EditKind.Add => new AddItem(path, edit.What % 2 == 0 ? "box" : "line", properties),
            EditKind.Set => new SetProperties(path, properties),
            EditKind.Remove => new DeleteItem(path),
            EditKind.Restore => new RestoreItem(path),
            _ => new ClearItems(path.Collection),
        };
    }

    private static Properties Attributes(int what) =>
        what % 4 == 3 ? Properties.Of("bold", what % 8 == 7 ? JsonValue.Null : JsonValue.FromNumber(what)) : Properties.Empty;

    /// <summary>The position, or the one before it when it lies inside a surrogate pair.</summary>
    private static int Place(string text, int position) =>
        position > 0 && position < text.Length && char.IsSurrogatePair(text[position - 1], text[position]) ? position - 1 : position;
}
