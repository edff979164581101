using System.Runtime.InteropServices;
using Weft.Protocol;

namespace Weft.Client.Replay;

/// <summary>
/// The changes of a trace in the order in which they are sent, so that the n-th becomes revision n. What an author saw is always a
/// beginning of that order plus the author's own changes, and that is what <c>base</c> can say (CHANGE-3); the plan finds the range of
/// bases for each change, and refuses a trace whose history is of another shape.
/// </summary>
public static class ReplayPlan
{
    /// <summary>Plans the replay of a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The changes; the n-th, counted from 1, is to become revision n.</returns>
    /// <exception cref="TraceException">An author saw what no revision holds, or a concurrent trace counts what cannot be converted.</exception>
    public static IReadOnlyList<PlannedChange> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var isConcurrent = trace.AgentCount > 1;
        if (isConcurrent && trace.Transactions.Any(t => t.Patches.Any(p => p.Inserted.Any(char.IsSurrogate))))
        {
            throw new TraceException("This trace has several authors and characters beyond U+FFFF; their positions cannot be converted.");
        }

        var planner = new Planner(trace.AgentCount, trace.Transactions.Length);
        if (trace.StartContent.Length > 0)
        {
            planner.AddStart(trace.StartContent);
        }

        foreach (var transaction in trace.Transactions)
        {
            planner.Add(transaction);
        }

        return planner.Finish();
    }

    private sealed class Planner(int agents, int transactions)
    {
        // For each transaction, how many transactions of each author are in its past, itself included.
        private readonly List<int[]> _seen = new(transactions);
        private readonly List<List<Place>> _byAgent = [.. Enumerable.Range(0, agents).Select(_ => new List<Place>())];
        private readonly List<Draft> _drafts = new(transactions);
        private readonly long[] _ids = new long[agents];
        private readonly CodePointText _text = new();

        public void AddStart(string text)
        {
            _drafts.Add(new Draft(new TraceTransaction(0, [], null, []), new TextEdit(0, 0, TextContent.Of(text)), ++_ids[0], []));
            _text.Apply(0, 0, text);
        }

        public void Add(TraceTransaction transaction)
        {
            var seen = Past(transaction);
            if (seen[transaction.Agent] != _byAgent[transaction.Agent].Count)
            {
                throw new TraceException($"Author {transaction.Agent} of this trace did not see an own earlier change; such histories cannot be replayed.");
            }

            var first = _drafts.Count + 1L;
            foreach (var patch in transaction.Patches)
            {
                _drafts.Add(new Draft(transaction, ToEdit(patch), ++_ids[transaction.Agent], seen));
            }

            var now = (int[])seen.Clone();
            now[transaction.Agent]++;
            _seen.Add(now);
            _byAgent[transaction.Agent].Add(new Place(first, _drafts.Count));
        }

        // Only when all is known can be said which later changes an author did not see.
        public IReadOnlyList<PlannedChange> Finish() => [.. _drafts.Select(Plan)];

        private PlannedChange Plan(Draft draft)
        {
            var agent = draft.Transaction.Agent;
            long earliest = 0;
            var latest = long.MaxValue;
            for (var other = 0; other < agents && draft.Seen.Length > 0; other++)
            {
                var places = _byAgent[other];
                var seen = draft.Seen[other];
                if (other == agent)
                {
                    continue;
                }

                earliest = seen > 0 ? Math.Max(earliest, places[seen - 1].Last) : earliest;
                latest = seen < places.Count ? Math.Min(latest, places[seen].First - 1) : latest;
            }

            return earliest <= latest
                ? new PlannedChange(agent, draft.Id, earliest, latest, draft.Edit, draft.Transaction.Time)
                : throw new TraceException($"Change {draft.Id} of author {agent} was made in a text that no revision holds; such histories cannot be replayed.");
        }

        private int[] Past(TraceTransaction transaction)
        {
            var past = new int[agents];
            foreach (var parent in transaction.Parents)
            {
                for (var agent = 0; agent < agents; agent++)
                {
                    past[agent] = Math.Max(past[agent], _seen[parent][agent]);
                }
            }

            return past;
        }

        // In a concurrent trace there are no surrogates, so both counts are the same and nothing needs to be kept.
        private TextEdit ToEdit(TracePatch patch)
        {
            var from = _text.ToUtf16(patch.Position);
            var to = _text.ToUtf16(patch.Position + patch.Deleted);
            if (agents == 1)
            {
                _text.Apply(patch.Position, patch.Deleted, patch.Inserted);
            }

            return new TextEdit(from, to, patch.Inserted.Length > 0 ? TextContent.Of(patch.Inserted) : null);
        }

        private sealed record Draft(TraceTransaction Transaction, TextEdit Edit, long Id, int[] Seen);

        [StructLayout(LayoutKind.Auto)]
        private readonly record struct Place(long First, long Last);
    }
}
