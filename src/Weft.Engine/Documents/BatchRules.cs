using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>What can be said of a batch before it meets a document.</summary>
internal static class BatchRules
{
    /// <summary>Whether every event is said once, and no row goes from one run of the graph into the next.</summary>
    public static bool IsWhole(HistoryBatch batch, [NotNullWhen(false)] out string? reason)
    {
        var parts = new List<(int Start, int Length)>();
        foreach (var (_, log) in batch.Texts)
        {
            foreach (ref readonly var row in log.Rows)
            {
                parts.Add((row.Event, row.Length));
            }
        }

        foreach (var (at, _) in batch.Items)
        {
            parts.Add((at, 1));
        }

        if (batch.Texts.Length > 1 || batch.Items.Length > 0)
        {
            parts.Sort();
        }

        reason = "The operations do not fit the events.";
        int end = 0, run = 0, runEnd = 0;
        foreach (var (start, length) in parts)
        {
            while (runEnd <= start && run < batch.Runs.Length)
            {
                runEnd += batch.Runs[run++].Length;
            }

            if (start != end || start + length > runEnd)
            {
                return false;
            }

            end += length;
        }

        if (end != batch.EventCount)
        {
            return false;
        }

        reason = null;
        return true;
    }

    /// <summary>Whether nothing in it needs a look at characters, and every name is one.</summary>
    public static bool IsPlain(HistoryBatch batch, Document document)
    {
        foreach (var agent in batch.Agents)
        {
            if (!IsName(agent))
            {
                return false;
            }
        }

        foreach (var (path, log) in batch.Texts)
        {
            if (!IsName(path) || Utf16.HasSurrogates(log.Units) || document.FindText(path) is { HasSurrogates: true } || !ArePlain(log))
            {
                return false;
            }
        }

        foreach (var (_, item) in batch.Items)
        {
            var draft = new DraftOperation { Item = item, Payload = TextPayload.None };
            if (ChangeRules.Check(draft, default) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool ArePlain(TextLog log)
    {
        foreach (ref readonly var row in log.Rows)
        {
            // Nobody can write at a place that no text reaches.
            if (row.Position < 0 || row.Position > int.MaxValue / 4 || row.Length > int.MaxValue / 4
                || (row.Kind == TextKind.Format && (row.Content <= 0 || row.Content > int.MaxValue / 4)))
            {
                return false;
            }
        }

        foreach (var payload in log.Payloads)
        {
            if (ChangeRules.CheckNames(payload.Attributes) is not null || (payload.Key is { } key && !IsName(key)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(string name) => name.Length > 0 && Utf16.IsWellFormed(name);
}
