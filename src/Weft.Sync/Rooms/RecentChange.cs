using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>A change as others are told it.</summary>
/// <param name="Message">What they are told.</param>
/// <param name="StoredBytes">Bytes of the stored change.</param>
internal readonly record struct RecentChange(RemoteChangeMessage Message, int StoredBytes)
{
    /// <summary>When it came, in milliseconds since 1970; of a change that was read from the log the time of the edit.</summary>
    internal long Taken { get; init; } = Message.At;

    internal static RecentChange From(long revision, long id, AppliedChange applied, int storedBytes)
    {
        Change change = applied.Change;
        return new RecentChange(
            new RemoteChangeMessage(revision, change.Agent, id, change.Clock.Milliseconds, Read(applied.Transformed)), storedBytes);
    }

    /// <summary>What the change did to a text; null when it left it alone.</summary>
    internal TextDelta? DeltaOf(string path)
    {
        foreach (WireOperation operation in Message.Ops)
        {
            if (operation is TextOperation text && string.Equals(text.Path, path, StringComparison.Ordinal))
            {
                return TextDelta.FromEdits(text.Changes);
            }
        }

        return null;
    }

    private static ImmutableArray<WireOperation> Read(ImmutableArray<Operation> transformed) => transformed switch
    {
        // Typing, which nearly every change is.
        [InsertText { Text.Length: > 0 } insert] => [new TextOperation(OperationWriter.TextPath(insert), [Insertion(insert)])],
        [DeleteText { Length: > 0 } delete] => [new TextOperation(OperationWriter.TextPath(delete), [new TextEdit(delete.Position, delete.Position + delete.Length)])],
        _ => ReadAll(transformed),
    };

    private static TextEdit Insertion(InsertText insert) =>
        new(insert.Position, insert.Position, TextContent.Of(insert.Text), WireValues.ToWireOrNull(insert.Attributes));

    /// <summary>The items' operations on the wire, and what became of each text, in the order in which they were touched first.</summary>
    private static ImmutableArray<WireOperation> ReadAll(ImmutableArray<Operation> transformed)
    {
        var ops = ImmutableArray.CreateBuilder<WireOperation>(transformed.Length);
        var order = new List<string>();
        var texts = new Dictionary<string, List<Operation>>(StringComparer.Ordinal);
        foreach (Operation operation in transformed)
        {
            if (OperationWriter.ItemOperation(operation) is { } itemOperation)
            {
                ops.Add(itemOperation);
                continue;
            }

            string path = OperationWriter.TextPath(operation);
            if (!texts.TryGetValue(path, out List<Operation>? operations))
            {
                texts.Add(path, operations = []);
                order.Add(path);
            }

            operations.Add(operation);
        }

        // Items first: a text may belong to an item that this change adds.
        foreach (string path in order)
        {
            TextDelta delta = TextDelta.FromOperations(texts[path]);
            if (!delta.IsEmpty)
            {
                ops.Add(new TextOperation(path, delta.ToEdits()));
            }
        }

        return ops.DrainToImmutable();
    }
}
