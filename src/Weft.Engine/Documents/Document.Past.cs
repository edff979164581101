using System.Collections.Immutable;

namespace Weft.Engine;

/// <content>Readings of the graph: what was, what changed, and who wrote it.</content>
public sealed partial class Document
{
    /// <summary>
    /// A text as anyone who had exactly this version saw it, with attributes and embeds. Costs as much as merging the
    /// version's own history of this text as runs: next to nothing for what was concurrent with nothing, and a copy of the
    /// text for the present version.
    /// </summary>
    /// <param name="path">The text; an empty one is given when it was not written to in the version.</param>
    /// <param name="version">Any version that the document contains.</param>
    /// <returns>A text of the caller's own.</returns>
    /// <exception cref="ArgumentException">The document does not contain the version.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public RichText TextAt(string path, Version version)
    {
        ArgumentNullException.ThrowIfNull(path);
        var heads = Resolve(version);
        if (FindText(path) is { } present && heads.Span.SequenceEqual(_graph.Heads))
        {
            return present.Text.Clone();
        }

        RequireHistory();
        heads = Resolve(version);
        return FindText(path) is { } text ? new TextReplay(_graph, text).TextAt(heads.Span) : new RichText();
    }

    /// <summary>
    /// What has to be done to the texts and items as they are in one version, so that they are as in another: transformed
    /// operations, to be applied in their order. Touches only units and properties that differ. The versions may be before,
    /// after or concurrent with each other.
    /// </summary>
    /// <remarks>
    /// Costs, for each text, a walk over what there is since the latest critical version before both; where units from
    /// before that come back, since they were inserted. With items in the difference, it costs a pass over all operations
    /// on items.
    /// </remarks>
    /// <param name="from">The version that the operations start from.</param>
    /// <param name="to">The version that they lead to.</param>
    /// <exception cref="ArgumentException">The document does not contain one of them.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public ImmutableArray<Operation> Difference(Version from, Version to)
    {
        var (before, after) = ResolveBoth(from, to);
        var operations = new List<Operation>();
        foreach (var text in _texts.Values)
        {
            AddDifference(text, before, after, operations);
        }

        new ItemDifference(_graph, _owners).AddTo(operations, before.Span, after.Span);
        return [.. operations];
    }

    /// <summary>The difference of one text; see <see cref="Difference(Version, Version)"/>.</summary>
    /// <param name="path">The text.</param>
    /// <param name="from">The version that the operations start from.</param>
    /// <param name="to">The version that they lead to.</param>
    /// <exception cref="ArgumentException">The document does not contain one of the versions.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public ImmutableArray<Operation> Difference(string path, Version from, Version to)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (before, after) = ResolveBoth(from, to);
        var operations = new List<Operation>();
        if (FindText(path) is { } text)
        {
            AddDifference(text, before, after, operations);
        }

        return [.. operations];
    }

    /// <summary>
    /// Who wrote each unit of a text as it is now, as runs from left to right. Costs a walk over the text's whole history,
    /// as runs.
    /// </summary>
    /// <param name="path">The text.</param>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public IReadOnlyList<AuthoredRun> Blame(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireHistory();
        var runs = new List<AuthoredRun>();
        if (FindText(path) is not { } text)
        {
            return runs;
        }

        var replay = new TextReplay(_graph, text);
        replay.Walk(-1, _graph.Heads);
        var units = new List<UnitSegment>();
        replay.AddUnits(units);
        var position = 0;
        foreach (var segment in units)
        {
            for (var done = 0; !segment.IsDeleted && !segment.IsBase && done < segment.Length;)
            {
                var row = replay.RowFrom(segment.First + done, segment.Length - done);
                done += row.Length;
                position = AddAuthors(runs, row, position);
            }
        }

        return runs;
    }

    private static bool Continues(in AuthoredRun run, in EventId id) =>
        run.First.Sequence + run.Length == id.Sequence && string.Equals(run.First.Agent, id.Agent, StringComparison.Ordinal);

    /// <summary>Adds who inserted the units of a row, and tells where they end.</summary>
    private int AddAuthors(List<AuthoredRun> runs, in TextRow row, int position)
    {
        for (var at = row.Event; at < row.End;)
        {
            var length = Math.Min(row.End, _graph.AgentRunAt(_graph.AgentRunIndexOf(at)).End) - at;
            var id = _graph.NameOf(at);
            if (runs.Count > 0 && Continues(runs[^1], id))
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + length };
            }
            else
            {
                runs.Add(new AuthoredRun(position, length, id, _graph.ClockOf(_graph.ChangeOf(at))));
            }

            position += length;
            at += length;
        }

        return position;
    }

    private (EventList From, EventList To) ResolveBoth(Version from, Version to)
    {
        // Both may need the history, and loading it renumbers nothing, but a version below the horizon is found only then.
        Resolve(from);
        Resolve(to);
        RequireHistory();
        return (Resolve(from), Resolve(to));
    }

    private void AddDifference(TextContainer text, EventList from, EventList to, List<Operation> operations)
    {
        var changed = new RangeList();
        var other = new RangeList();
        _graph.Diff(from.Span, to.Span, changed, other);
        if (IsIn(text, changed) || IsIn(text, other))
        {
            new VersionDifference(_graph, text).AddTo(operations, from.Span, to.Span);
        }
    }

    /// <summary>Whether a text has an event in any of some ranges.</summary>
    private static bool IsIn(TextContainer text, RangeList ranges)
    {
        foreach (var range in ranges.Span)
        {
            var row = text.Log.RowAfter(range.Start);
            if (row < text.Log.RowCount && text.Log.Rows[row].Event < range.End)
            {
                return true;
            }
        }

        return false;
    }
}
