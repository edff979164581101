using System.Globalization;

namespace Weft.Engine;

/// <summary>What can be said against a change without knowing its past.</summary>
internal static class ChangeRules
{
    public static MergeResult.Refused? Check(Change change)
    {
        if (change.Agent.Length == 0 || change.Operations.IsDefaultOrEmpty)
        {
            return new MergeResult.Refused(RefusalReason.Empty, 0, "A change has an agent and at least one operation.");
        }

        if (!Utf16.IsWellFormed(change.Agent))
        {
            return Refuse(RefusalReason.LoneSurrogate, 0);
        }

        long length = 0;
        for (var i = 0; i < change.Operations.Length; i++)
        {
            if (Check(change.Operations[i]) is { } reason)
            {
                return Refuse(reason, i);
            }

            length += change.Operations[i].EventCount;
        }

        return change.Sequence < 0 || length > int.MaxValue || change.Sequence > long.MaxValue - length
            ? Refuse(RefusalReason.Malformed, 0)
            : null;
    }

    public static MergeResult.Refused Refuse(RefusalReason reason, int operation) =>
        new(reason, operation, string.Create(CultureInfo.InvariantCulture, $"Operation {operation}: {Explain(reason)}"));

    private static string Explain(RefusalReason reason) => reason switch
    {
        RefusalReason.OutOfRange => "the range lies beyond the text that its author saw.",
        RefusalReason.SplitsSurrogate => "the position lies inside a surrogate pair.",
        RefusalReason.LoneSurrogate => "a string has one half of a surrogate pair alone.",
        RefusalReason.UnknownItem => "its author had never seen this item.",
        RefusalReason.ItemExists => "its author had seen an item with this id.",
        RefusalReason.Empty => "it has no text, no length or no name.",
        _ => "it does not belong in a change.",
    };

    private static RefusalReason? Check(Operation operation) => operation switch
    {
        InsertText insert => CheckText(insert.Path, insert.Position, insert.Text.Length, insert.Attributes)
            ?? (Utf16.IsWellFormed(insert.Text) ? null : RefusalReason.LoneSurrogate),
        InsertEmbed insert => CheckText(insert.Path, insert.Position, 1, insert.Attributes),
        DeleteText delete => CheckText(delete.Path, delete.Position, delete.Length, Properties.Empty),
        FormatText format => CheckText(format.Path, format.Position, format.Length, Properties.Empty) ?? CheckName(format.Key),
        AddItem add => CheckItem(add.Path) ?? CheckName(add.Kind) ?? CheckNames(add.Properties),
        SetProperties set => CheckItem(set.Path) ?? CheckNames(set.Properties),
        DeleteItem delete => CheckItem(delete.Path),
        RestoreItem restore => CheckItem(restore.Path),
        ClearItems clear => CheckName(clear.Collection),
        _ => RefusalReason.Malformed,
    };

    private static RefusalReason? CheckText(string path, int position, int length, Properties attributes) =>
        position < 0 || length < 0 ? RefusalReason.OutOfRange
        : length == 0 ? RefusalReason.Empty
        : CheckName(path) ?? CheckNames(attributes);

    private static RefusalReason? CheckItem(ItemPath path) => CheckName(path.Collection) ?? CheckName(path.Id);

    private static RefusalReason? CheckName(string name) =>
        name.Length == 0 ? RefusalReason.Empty : Utf16.IsWellFormed(name) ? null : RefusalReason.LoneSurrogate;

    private static RefusalReason? CheckNames(Properties properties)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (!Utf16.IsWellFormed(properties.KeyAt(i)))
            {
                return RefusalReason.LoneSurrogate;
            }
        }

        return null;
    }
}
