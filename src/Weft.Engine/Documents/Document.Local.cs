namespace Weft.Engine;

/// <content>Local edits without a transaction.</content>
public sealed partial class Document
{
    /// <summary>
    /// Inserts text as a change of its own. Allocates nothing in steady state, and costs the same in a short and a long
    /// text; <see cref="EncodeChange"/> or <see cref="EncodeSince"/> give it to others.
    /// </summary>
    /// <param name="agent">The author: no other replica may make changes in this name.</param>
    /// <param name="path">The text.</param>
    /// <param name="position">Where, in UTF-16 units.</param>
    /// <param name="text">At least one unit, with no lone surrogate; copied.</param>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970.</param>
    /// <exception cref="InvalidOperationException">The document refuses it: the position lies beyond the end or inside a
    /// surrogate pair, or the text is empty or not well-formed. Nothing has happened then.</exception>
    public void Insert(string agent, string path, int position, ReadOnlySpan<char> text, long nowMilliseconds)
    {
        if (!TryAddOwn(agent, path, TextKind.Insert, position, text.Length, text, nowMilliseconds))
        {
            BeginOwn(agent, path, nowMilliseconds);
            text.CopyTo(_draft.AddInsertion(path, position, text.Length, TextPayload.None));
            MergeOwn();
        }
    }

    /// <summary>Deletes a range as a change of its own; see <see cref="Insert"/>.</summary>
    /// <param name="agent">The author: no other replica may make changes in this name.</param>
    /// <param name="path">The text.</param>
    /// <param name="position">The first unit.</param>
    /// <param name="length">How many units, at least one.</param>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970.</param>
    /// <exception cref="InvalidOperationException">The document refuses it; nothing has happened then.</exception>
    public void Delete(string agent, string path, int position, int length, long nowMilliseconds)
    {
        if (!TryAddOwn(agent, path, TextKind.Delete, position, length, default, nowMilliseconds))
        {
            BeginOwn(agent, path, nowMilliseconds);
            _draft.Add(path, TextKind.Delete, position, length, TextPayload.None);
            MergeOwn();
        }
    }

    /// <summary>Makes a change of what the document is now.</summary>
    internal MergeResult.Refused? Commit(string agent, IReadOnlyList<Operation> operations, long nowMilliseconds)
    {
        _draft.Clear();
        StampOwn(agent, nowMilliseconds);
        foreach (var operation in operations)
        {
            _draft.Add(operation);
        }

        return TryMergeOwn();
    }

    /// <summary>
    /// What nearly every keystroke is: an edit that can be taken, by somebody who has made changes before.
    /// </summary>
    private bool TryAddOwn(
        string agent, string path, TextKind kind, int position, int length, ReadOnlySpan<char> units, long nowMilliseconds)
    {
        if (agent is null || path is null || !_graph.TryFindAgent(agent, out var index) || FindText(path) is not { } text
            || length <= 0 || position < 0 || !Utf16.IsWellFormed(units)
            || text.Judge(kind, position, length, null, _lowSurrogates) is not null)
        {
            return false;
        }

        var clock = HybridTimestamp.After(_graph.GreatestClock(_graph.Heads), nowMilliseconds);
        _parents.Set(_graph.Heads);
        AddPlain(index, clock, text, kind, position, length, units);
        return true;
    }

    private void BeginOwn(string agent, string path, long nowMilliseconds)
    {
        ArgumentException.ThrowIfNullOrEmpty(agent);
        ArgumentNullException.ThrowIfNull(path);
        _draft.Clear();
        StampOwn(agent, nowMilliseconds);
    }

    private void StampOwn(string agent, long nowMilliseconds)
    {
        _draft.Agent = agent;
        _draft.Sequence = NextSequence(agent);
        _draft.Clock = HybridTimestamp.After(_graph.GreatestClock(_graph.Heads), nowMilliseconds).Value;
    }

    private void MergeOwn()
    {
        if (TryMergeOwn() is { } refused)
        {
            throw new InvalidOperationException(refused.Message);
        }
    }

    private MergeResult.Refused? TryMergeOwn()
    {
        if (ChangeRules.Check(_draft) is { } malformed)
        {
            return malformed;
        }

        _parents.Set(_graph.Heads);
        return MergeReady(_draft, null) == MergeStatus.Refused ? _refusal : null;
    }
}
