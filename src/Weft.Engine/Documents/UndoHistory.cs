namespace Weft.Engine;

/// <summary>
/// One author's undo and redo over a document that others edit too. What the author did is taken back over everything
/// since, as new changes of that author; nobody else's units or values are touched. Not safe for use by several threads
/// at once, nor beside another history of the same author.
/// </summary>
/// <remarks>
/// <para>
/// It follows the author's changes by their numbers, however they come into the document, from its making on. A new one
/// ends what could be redone.
/// </para>
/// <para>
/// The law: with nobody else, as many undos as there were changes give back the state before them exactly, and as many
/// redos the state after. A change that is taken back counts as if it had never been, and so do the changes that take
/// back and do again: so however often that happens, a unit that came back is the unit that it was.
/// </para>
/// </remarks>
public sealed class UndoHistory
{
    private readonly Document _document;
    private readonly string _agent;
    private readonly long _joinMilliseconds;
    private readonly List<Step> _undo = [];
    private readonly Stack<Step> _redo = new();

    // The author's changes that do not count: those taken back, and those that took back or did again.
    private readonly Dictionary<long, long> _dead = [];
    private readonly List<(string Path, long Sequence, EventId Root, int Length)> _reinsertions = [];
    private long _next;
    private bool _isGrouping;
    private bool _joins;

    /// <summary>A history of what an author does from now on.</summary>
    /// <param name="document">The document.</param>
    /// <param name="agent">The author.</param>
    /// <param name="joinMilliseconds">
    /// A change that comes at most so many milliseconds after the author's last one, by their clocks, is undone with that;
    /// 0 for each by itself.
    /// </param>
    public UndoHistory(Document document, string agent, long joinMilliseconds = 0)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentException.ThrowIfNullOrEmpty(agent);
        ArgumentOutOfRangeException.ThrowIfNegative(joinMilliseconds);
        (_document, _agent, _joinMilliseconds) = (document, agent, joinMilliseconds);
        _next = document.NextSequence(agent);
    }

    /// <summary>Whether there is a change that was not taken back. Perhaps nothing is left of it.</summary>
    public bool CanUndo => _undo.Count > 0 || HasNew;

    /// <summary>Whether there is a change that was taken back, with no other since.</summary>
    public bool CanRedo => _redo.Count > 0 && !HasNew;

    /// <summary>How many steps, of the changes that were followed, hold; for tests.</summary>
    internal int UndoCount => _undo.Count;

    /// <summary>How many steps were taken back; for tests.</summary>
    internal int RedoCount => _redo.Count;

    private bool HasNew => _document.NextSequence(_agent) > _next;

    /// <summary>Begins a group: all changes until <see cref="EndGroup"/> are undone as one.</summary>
    /// <exception cref="InvalidOperationException">A group is open, or the history is not at hand.</exception>
    public void BeginGroup()
    {
        if (_isGrouping)
        {
            throw new InvalidOperationException("A group is open.");
        }

        Follow();
        (_isGrouping, _joins) = (true, false);
    }

    /// <summary>Ends the group.</summary>
    /// <exception cref="InvalidOperationException">No group is open, or the history is not at hand.</exception>
    public void EndGroup()
    {
        if (!_isGrouping)
        {
            throw new InvalidOperationException("No group is open.");
        }

        Follow();
        (_isGrouping, _joins) = (false, false);
    }

    /// <summary>
    /// Adds a change that the author made before this history began, or does nothing when it is followed already.
    /// </summary>
    /// <param name="lastEventOfChange">Its last event.</param>
    /// <exception cref="ArgumentException">The author made no change that ends with this event.</exception>
    /// <exception cref="InvalidOperationException">The history is not at hand.</exception>
    public void Track(EventId lastEventOfChange)
    {
        if (!string.Equals(lastEventOfChange.Agent, _agent, StringComparison.Ordinal))
        {
            throw new ArgumentException("The change is of another author.", nameof(lastEventOfChange));
        }

        var range = _document.RangeOfChange(lastEventOfChange);
        var first = _document.NameOf(range.Start).Sequence;
        Follow();
        if (!_dead.ContainsKey(first) && !_undo.Exists(step => step.Changes.Contains(first)))
        {
            var index = _undo.FindIndex(step => step.Changes[0] > first);
            _undo.Insert(index < 0 ? _undo.Count : index, new Step([first]) { Clock = _document.ClockOf(range) });
            _joins = false;
        }
    }

    /// <summary>
    /// Takes back the author's latest change or group that still holds and of which anything is left, as one new change.
    /// Costs what <see cref="Document.InverseOf(EventId)"/> does.
    /// </summary>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970.</param>
    /// <returns>The change, merged into the document, to be sent to others; null when nothing is left to undo.</returns>
    /// <exception cref="InvalidOperationException">The history is not at hand, or a group is open.</exception>
    public Change? Undo(long nowMilliseconds)
    {
        Begin();
        while (_undo.Count > 0)
        {
            var step = _undo[^1];
            var change = Reverse(step, isRedo: false, nowMilliseconds);
            _undo.RemoveAt(_undo.Count - 1);
            _redo.Push(step);
            if (change is not null)
            {
                return change;
            }
        }

        return null;
    }

    /// <summary>
    /// Does again what was taken back last, as far as others have left room for it. Costs what <see
    /// cref="Document.InverseOf(EventId)"/> does.
    /// </summary>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970.</param>
    /// <returns>The change, merged into the document, to be sent to others; null when nothing is left to redo.</returns>
    /// <exception cref="InvalidOperationException">The history is not at hand, or a group is open.</exception>
    public Change? Redo(long nowMilliseconds)
    {
        Begin();
        while (_redo.TryPeek(out var step))
        {
            var change = Reverse(step, isRedo: true, nowMilliseconds);
            _redo.Pop();
            _undo.Add(step);
            if (change is not null)
            {
                return change;
            }
        }

        return null;
    }

    private void Begin()
    {
        if (_isGrouping)
        {
            throw new InvalidOperationException("A group is open.");
        }

        Follow();
        _joins = false;
    }

    /// <summary>Takes over the changes that the author has made since.</summary>
    private void Follow()
    {
        var end = _document.NextSequence(_agent);
        while (_next < end)
        {
            var range = _document.RangeOfChangeWith(new EventId(_agent, _next));
            var clock = _document.ClockOf(range);
            if (_joins && (_isGrouping || clock.Milliseconds - _undo[^1].Clock.Milliseconds <= _joinMilliseconds - (_joinMilliseconds == 0 ? 1 : 0)))
            {
                _undo[^1].Changes.Add(_next);
                _undo[^1].Clock = clock;
            }
            else
            {
                _undo.Add(new Step([_next]) { Clock = clock });
            }

            _redo.Clear();
            _joins = true;
            _next += range.Length;
        }
    }

    private Change? Reverse(Step step, bool isRedo, long nowMilliseconds)
    {
        var reinsertions = new List<Reinsertion>();
        var operations = _document.Reverse(ReversalOf(step, isRedo), reinsertions);
        if (operations.Count > 0)
        {
            if (_document.Commit(_agent, operations, nowMilliseconds) is { } refused)
            {
                throw new InvalidOperationException(refused.Message);
            }

            // Not joined with each other: what has neighbouring numbers may have arrived apart.
            foreach (var (path, offset, root, length) in reinsertions)
            {
                _reinsertions.Add((path, _next + offset, _document.NameOf(root), length));
            }

            var end = _document.NextSequence(_agent);
            _dead.Add(_next, end - _next);
            _next = end;
        }

        foreach (var change in step.Changes)
        {
            if (isRedo)
            {
                _dead.Remove(change);
            }
            else
            {
                _dead.Add(change, _document.RangeOfChangeWith(new EventId(_agent, change)).Length);
            }
        }

        return operations.Count == 0 ? null : _document.ChangeAt(_document.ChangeCount - 1);
    }

    private Reversal ReversalOf(Step step, bool isRedo)
    {
        var target = new EventSet(step.Changes.Select(change => _document.RangeOfChangeWith(new EventId(_agent, change))));
        var dead = new EventSet(_dead
            .Select(change => (First: _document.Find(new EventId(_agent, change.Key)), change.Value))
            .Select(change => new EventRange(change.First, change.First + (int)change.Value))
            .Where(range => !target.Contains(range.Start)));
        var reinsertions = _reinsertions.ConvertAll(
            one => new Reinsertion(one.Path, _document.Find(new EventId(_agent, one.Sequence)), _document.Find(one.Root), one.Length));
        return new Reversal(target, isRedo, dead, reinsertions);
    }

    /// <summary>What is undone at once: the numbers of the first events of the changes, and the clock of the last.</summary>
    private sealed class Step(List<long> changes)
    {
        public List<long> Changes { get; } = changes;

        public HybridTimestamp Clock { get; set; }
    }
}
