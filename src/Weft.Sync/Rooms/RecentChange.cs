using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>A change as others are told it, with its deltas for cursors to move through.</summary>
internal sealed record RecentChange(RemoteChangeMessage Message, ImmutableArray<ChangedText> Texts, int StoredBytes)
{
    internal static RecentChange From(long revision, long id, AppliedChange applied, int storedBytes)
    {
        var ops = ImmutableArray.CreateBuilder<WireOperation>(1);
        ImmutableArray<ChangedText> texts = applied.Transformed is [InsertText or DeleteText]
            ? [ChangedText.By(applied.Transformed[0])]
            : Read(applied.Transformed, ops);

        // Items first: a text may belong to an item that this change adds.
        foreach (ChangedText text in texts)
        {
            if (!text.Delta.IsEmpty)
            {
                ops.Add(new TextOperation(text.Path, text.Delta.ToEdits()));
            }
        }

        Change change = applied.Change;
        return new RecentChange(
            new RemoteChangeMessage(revision, change.Agent, id, change.Clock.Milliseconds, ops.DrainToImmutable()), texts, storedBytes);
    }

    /// <summary>The items' operations on the wire, and what became of each text, in the order in which they were touched first.</summary>
    private static ImmutableArray<ChangedText> Read(ImmutableArray<Operation> transformed, ImmutableArray<WireOperation>.Builder ops)
    {
        var order = new List<string>();
        var texts = new Dictionary<string, List<TextDelta>>(StringComparer.Ordinal);
        foreach (Operation operation in transformed)
        {
            if (OperationWriter.ItemOperation(operation) is { } itemOperation)
            {
                ops.Add(itemOperation);
                continue;
            }

            string path = OperationWriter.TextPath(operation);
            if (!texts.TryGetValue(path, out List<TextDelta>? deltas))
            {
                texts.Add(path, deltas = []);
                order.Add(path);
            }

            deltas.Add(TextDelta.FromOperation(operation));
        }

        return [.. order.Select(path => new ChangedText(path, TextDelta.ComposeAll(texts[path])))];
    }

    /// <summary>What the change did to a text; null when it left it alone.</summary>
    internal TextDelta? DeltaOf(string path)
    {
        foreach (ChangedText text in Texts)
        {
            if (string.Equals(text.Path, path, StringComparison.Ordinal))
            {
                return text.Delta;
            }
        }

        return null;
    }
}
