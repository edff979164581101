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
        if (messages[start] is RemoteChangeMessage { Ops: [TextOperation text] } change)
        {
            while (end < messages.Count
                && messages[end] is RemoteChangeMessage { Ops: [TextOperation further] } next
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

    private static RemoteChangeMessage Compose(IReadOnlyList<ServerMessage> messages, int start, int end)
    {
        var deltas = new TextDelta[end - start];
        for (int i = start; i < end; i++)
        {
            deltas[i - start] = TextDelta.FromEdits(TextOf(messages[i]).Changes);
        }

        var last = (RemoteChangeMessage)messages[end - 1];
        TextDelta all = TextDelta.ComposeAll(deltas);
        return last with
        {
            Ops = all.IsEmpty ? [] : [new TextOperation(TextOf(last).Path, all.ToEdits())],
            Since = ((RemoteChangeMessage)messages[start]).Before,
        };
    }

    private static TextOperation TextOf(ServerMessage change) => (TextOperation)((RemoteChangeMessage)change).Ops[0];
}
