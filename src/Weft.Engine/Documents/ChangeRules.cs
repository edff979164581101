using System.Globalization;

namespace Weft.Engine;

/// <summary>What can be said against a change without knowing its past.</summary>
internal static class ChangeRules
{
    public static MergeResult.Refused? Check(ChangeDraft draft)
    {
        if (draft.Agent.Length == 0 || draft.OperationCount == 0)
        {
            return new MergeResult.Refused(RefusalReason.Empty, 0, "A change has an agent and at least one operation.");
        }

        if (!Utf16.IsWellFormed(draft.Agent))
        {
            return Refuse(RefusalReason.LoneSurrogate, 0);
        }

        long length = 0;
        for (var i = 0; i < draft.OperationCount; i++)
        {
            ref readonly var operation = ref draft.Operations[i];
            if (Check(operation, draft.UnitsOf(operation)) is { } reason)
            {
                return Refuse(reason, i);
            }

            length += operation.EventCount;
        }

        return draft.Sequence < 0 || length > int.MaxValue || draft.Sequence > long.MaxValue - length
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

    public static RefusalReason? Check(in DraftOperation operation, ReadOnlySpan<char> units)
    {
        if (operation.Path is null)
        {
            return CheckItem(operation.Item!);
        }

        if (operation.Position < 0 || operation.Length < 0)
        {
            return RefusalReason.OutOfRange;
        }

        if (operation.Length == 0 || operation.Path.Length == 0)
        {
            return RefusalReason.Empty;
        }

        return !Utf16.IsWellFormed(units) || !Utf16.IsWellFormed(operation.Path) ? RefusalReason.LoneSurrogate
            : ReferenceEquals(operation.Payload, TextPayload.None) ? null
            : CheckNames(operation.Payload.Attributes) ?? (operation.Kind == TextKind.Format ? CheckName(operation.Payload.Key!) : null);
    }

    private static RefusalReason? CheckItem(Operation operation) => operation switch
    {
        AddItem add => CheckItem(add.Path) ?? CheckName(add.Kind) ?? CheckNames(add.Properties),
        SetProperties set => CheckItem(set.Path) ?? CheckNames(set.Properties),
        DeleteItem delete => CheckItem(delete.Path),
        RestoreItem restore => CheckItem(restore.Path),
        ClearItems clear => CheckName(clear.Collection),
        _ => RefusalReason.Malformed,
    };

    private static RefusalReason? CheckItem(ItemPath path) => CheckName(path.Collection) ?? CheckName(path.Id);

    private static RefusalReason? CheckName(string name) =>
        name.Length == 0 ? RefusalReason.Empty : Utf16.IsWellFormed(name) ? null : RefusalReason.LoneSurrogate;

    public static RefusalReason? CheckNames(Properties properties)
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
