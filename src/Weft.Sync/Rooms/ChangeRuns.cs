using System.Collections.Immutable;
using System.Text;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Makes fewer messages of many that say the same (CHANGE-16).</summary>
public static class ChangeRuns
{
    /// <summary>Makes one change of those that one client made to one text, one right after the other. Everything else stays as it is.</summary>
    /// <param name="messages">What a room tells somebody, in order.</param>
    /// <returns>The messages to send instead, in order.</returns>
    public static IReadOnlyList<ServerMessage> Join(IReadOnlyList<ServerMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var joined = new List<ServerMessage>();
        for (int start = 0; start < messages.Count;)
        {
            int end = EndOf(messages, start);
            joined.Add(end == start + 1 ? messages[start] : Compose(messages, start, end));
            start = end;
        }

        return joined;
    }

    private static int EndOf(IReadOnlyList<ServerMessage> messages, int start)
    {
        int end = start + 1;
        if (messages[start] is RemoteChangeMessage { Ops: [TextOperation text], Undo: null, Reverts: null } change)
        {
            while (end < messages.Count
                && messages[end] is RemoteChangeMessage { Ops: [TextOperation further], Undo: null, Reverts: null } next
                && next.Before == change.Revision
                && string.Equals(next.Client, change.Client, StringComparison.Ordinal)
                && string.Equals(further.Path, text.Path, StringComparison.Ordinal))
            {
                change = next;
                end++;
            }
        }

        return end;
    }

    private static RemoteChangeMessage Compose(IReadOnlyList<ServerMessage> messages, int start, int end) =>
        ((RemoteChangeMessage)messages[end - 1]) with
        {
            Ops = TypedRun(messages, start, end) is { } typed ? [new TextOperation(TextOf(messages[start]).Path, [typed])] : ComposeAll(messages, start, end),
            Since = ((RemoteChangeMessage)messages[start]).Before,
        };

    /// <summary>Plain text that was typed from left to right, one part right behind the other; null for anything else.</summary>
    private static TextEdit? TypedRun(IReadOnlyList<ServerMessage> messages, int start, int end)
    {
        var text = new StringBuilder();
        int at = 0;
        for (int i = start; i < end; i++)
        {
            if (TextOf(messages[i]).Changes is not [{ Attributes: null, Insert.Text: { } part } edit]
                || edit.From != edit.To || (i > start && edit.From != at + text.Length))
            {
                return null;
            }

            at = i == start ? edit.From : at;
            text.Append(part);
        }

        return new TextEdit(at, at, TextContent.Of(text.ToString()));
    }

    private static ImmutableArray<WireOperation> ComposeAll(IReadOnlyList<ServerMessage> messages, int start, int end)
    {
        var deltas = new TextDelta[end - start];
        for (int i = start; i < end; i++)
        {
            deltas[i - start] = TextDelta.FromEdits(TextOf(messages[i]).Changes);
        }

        TextDelta all = TextDelta.ComposeAll(deltas);
        return all.IsEmpty ? [] : [new TextOperation(TextOf(messages[start]).Path, all.ToEdits())];
    }

    private static TextOperation TextOf(ServerMessage change) => (TextOperation)((RemoteChangeMessage)change).Ops[0];
}
