using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>A change as others are told it, with its deltas for cursors to move through.</summary>
internal sealed record RecentChange(RemoteChangeMessage Message, ImmutableDictionary<string, TextDelta> Texts, int StoredBytes)
{
    internal static RecentChange From(long revision, long id, AppliedChange applied, int storedBytes)
    {
        var order = new List<string>();
        var texts = new Dictionary<string, List<TextDelta>>(StringComparer.Ordinal);
        var ops = ImmutableArray.CreateBuilder<WireOperation>();
        foreach (Operation operation in applied.Transformed)
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

        // Items first: a text may belong to an item that this change adds.
        var composed = texts.ToImmutableDictionary(
            text => text.Key, text => TextDelta.ComposeAll(text.Value), StringComparer.Ordinal);
        ops.AddRange(order
            .Where(path => !composed[path].IsEmpty)
            .Select(path => new TextOperation(path, composed[path].ToEdits())));
        Change change = applied.Change;
        return new RecentChange(
            new RemoteChangeMessage(revision, change.Agent, id, change.Clock.Milliseconds, ops.ToImmutable()), composed, storedBytes);
    }
}
