namespace Weft.Client.Replay;

/// <summary>
/// Plays a trace through real connections, one per author, into a document that others may watch. The history keeps its shape: each
/// change is sent against what its author had seen, and the server merges as it does for living authors.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="api">Reads the result back; its token is shown for every author.</param>
/// <param name="time">Measures, and waits between changes.</param>
public sealed class Replayer(ServerAddress server, DocumentApi api, TimeProvider time)
{
    private const int ReportEvery = 500;

    /// <summary>Plays a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="document">An empty text document.</param>
    /// <param name="pace">How fast.</param>
    /// <param name="progress">Told now and then how many changes were sent, and of how many; may be null.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="WeftClientException">The connection was lost, a change was refused, or somebody else edited the document.</exception>
    public async Task<ReplayResult> PlayAsync(
        Trace trace, string document, ReplayPace pace, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(pace);
        var plan = ReplayPlan.Of(trace);
        var authors = new List<ReplayAuthor>();
        try
        {
            for (var number = 0; number < trace.AgentCount; number++)
            {
                authors.Add(await ReplayAuthor.JoinAsync(server, api.Token, document, number, cancellationToken).ConfigureAwait(false));
            }

            var started = time.GetTimestamp();
            await SendAllAsync(plan, authors, pace, progress, cancellationToken).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(started);
            progress?.Invoke(plan.Count, plan.Count);
            var text = await api.ReadTextAsync(document, cancellationToken).ConfigureAwait(false);
            return new ReplayResult(plan.Count, elapsed, TextDifference.Find(trace.EndContent, text));
        }
        finally
        {
            foreach (var author in authors)
            {
                await author.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SendAllAsync(
        IReadOnlyList<PlannedChange> plan, List<ReplayAuthor> authors, ReplayPace pace, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        PlannedChange? former = null;
        long othersSaved = 0;
        for (var index = 0; index < plan.Count; index++)
        {
            var change = plan[index];
            if (former is not null && former.Agent != change.Agent)
            {
                // The order of revisions across connections is certain only when the other author's changes are saved.
                await authors[former.Agent].DrainAsync(cancellationToken).ConfigureAwait(false);
                othersSaved = index;
            }

            if (former is not null && pace.Before(former.Time, change.Time, authors.Count) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }

            var author = authors[change.Agent];
            var known = Math.Max(othersSaved, author.Saved);
            await author.SendAsync(change, Math.Min(known, change.LatestBase), index + 1, cancellationToken).ConfigureAwait(false);
            former = change;
            if (index % ReportEvery == 0)
            {
                progress?.Invoke(index, plan.Count);
            }
        }

        if (former is not null)
        {
            await authors[former.Agent].DrainAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
