using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// Comments, which documents of every kind have: the collection <c>comments</c>, its items of the kind <c>comment</c>. A comment has a
/// <c>text</c>, and may say what it is about (<c>quote</c>: words of the document; <c>about</c>: an item's id), which comment it answers
/// (<c>reply_to</c>: that one's id), whether it is <c>resolved</c>, the name of its <c>author</c>, and when it was written (<c>at</c>:
/// milliseconds since 1970).
/// </summary>
internal static class CommentRules
{
    public const string Collection = "comments";

    private const string Kind = "comment";
    private const string Text = "text";

    public static bool IsAbout(Operation operation) => operation switch
    {
        AddItem add => IsOurs(add.Path.Collection),
        SetProperties set => IsOurs(set.Path.Collection),
        DeleteItem delete => IsOurs(delete.Path.Collection),
        RestoreItem restore => IsOurs(restore.Path.Collection),
        ClearItems clear => IsOurs(clear.Collection),
        _ => false,
    };

    public static KindViolation? Check(Operation operation) => operation switch
    {
        AddItem add => CheckId(add.Path.Id) ?? CheckKind(add.Kind) ?? CheckText(add.Properties) ?? CheckProperties(add.Properties),
        SetProperties set => CheckId(set.Path.Id) ?? CheckProperties(set.Properties),
        _ => null,
    };

    private static bool IsOurs(string collection) => string.Equals(collection, Collection, StringComparison.Ordinal);

    private static KindViolation? CheckId(string id) => PropertyRules.IsItemId(id)
        ? null
        : new KindViolation(KindViolation.UnknownPath, $"A comment's id has 1 to {KindLimits.ItemIdLength} printable ASCII characters and no slash.");

    private static KindViolation? CheckKind(string kind) =>
        string.Equals(kind, Kind, StringComparison.Ordinal) ? null : PropertyRules.Bad($"An item of '{Collection}' is of the kind '{Kind}'.");

    private static KindViolation? CheckText(Properties properties) =>
        properties.TryGetValue(Text, out _) ? null : PropertyRules.Bad($"A comment has a '{Text}'.");

    private static KindViolation? CheckProperties(Properties properties)
    {
        foreach (var (name, value) in properties)
        {
            if (CheckProperty(name, value) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private static KindViolation? CheckProperty(string name, JsonValue value) => name switch
    {
        Text => CheckString(name, value, KindLimits.CommentLength),
        _ when value.IsNull => null,
        "quote" => CheckString(name, value, KindLimits.QuoteLength),
        "about" or "reply_to" => CheckString(name, value, KindLimits.ItemIdLength + "\"\"".Length),
        "author" => CheckString(name, value, KindLimits.AuthorLength),
        "at" => PropertyRules.IsFiniteNumber(value) ? null : PropertyRules.Bad("'at' must be a number."),
        "resolved" => value == JsonValue.True || value == JsonValue.False ? null : PropertyRules.Bad("'resolved' must be true or false."),
        _ => PropertyRules.Bad($"'{name}' is not a property of a comment."),
    };

    private static KindViolation? CheckString(string name, JsonValue value, int limit) => value.Text.StartsWith('"')
        ? PropertyRules.CheckLength(name, value, limit)
        : PropertyRules.Bad($"'{name}' must be a text.");
}
