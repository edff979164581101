using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>What may be sent, and when.</content>
public sealed partial class ClientSession
{
    /// <summary>Sends what is queued, as far as the server shares its coordinates (CHANGE-13).</summary>
    private void Flush(ICollection<SessionOutput> outputs)
    {
        while (IsJoined && _queued is [var next, ..] && MaySend(next))
        {
            _queued.RemoveAt(0);
            if (next.IsEmpty)
            {
                // Others deleted all that it was about.
                outputs.Add(new ChangeSaved(next.Id, Revision));
                continue;
            }

            next.FirstSent = ToMessage(next, Revision);
            _sent.Add(next);
            outputs.Add(new Transmit(next.FirstSent));
        }
    }

    private bool MaySend(PendingChange change) =>
        _sent.Count == 0
        || (_sent.Count < Limits.MaxUnansweredChanges / 2
            && !_sent[0].IsBlind
            && !change.Texts.Keys.Any(_moved.Contains));

    /// <summary>
    /// The wire form of a change. One without text names the revision in which it was made, however old: so the server knows
    /// what its author had seen. Coordinates of text are those of <paramref name="revision"/>.
    /// </summary>
    private ChangeMessage ToMessage(PendingChange change, long revision)
    {
        bool hasText = change.Texts.Count > 0;
        ImmutableArray<WireOperation> ops = change.ToOps();
        if (hasText && revision > change.Born)
        {
            ops = [.. ops.SelectMany(WithoutClear(change))];
        }

        return new ChangeMessage(hasText ? revision : change.Born, ops, _sent is [.., var last] ? last.Id : null, change.At)
        {
            Id = change.Id,
        };
    }

    /// <summary>A clear with a base later than its making would take along what the author had not seen: it becomes deletions.</summary>
    private static Func<WireOperation, IEnumerable<WireOperation>> WithoutClear(PendingChange change) => operation =>
        operation is ClearOperation
            ? change.Items.Single(item => ReferenceEquals(item.Wire, operation)).Touched
                .Order(StringComparer.Ordinal)
                .Select(path => new DeleteOperation(path))
            : [operation];

    /// <summary>
    /// After a snapshot no coordinates of unsaved text edits are known in it. Those that were sent stay as they were sent; the others are
    /// put into the form in which they would have been sent at the old revision. All of them take effect when they are saved (JOIN-10).
    /// </summary>
    private void BlindPending(long formerRevision)
    {
        foreach (PendingChange change in _queued)
        {
            if (!change.IsEmpty)
            {
                change.FirstSent = ToMessage(change, formerRevision);
                _sent.Add(change);
            }
        }

        _queued.Clear();
        foreach (PendingChange change in _sent)
        {
            change.Blind();
        }
    }

    /// <summary>Takes an unsaved change out of the view, and rebases those after it.</summary>
    private void Withdraw(int index, ImmutableArray<WireOperation>.Builder shown)
    {
        PendingChange[] pending = [.. Pending];
        PendingChange gone = pending[index];
        foreach ((string path, TextDelta delta) in gone.Texts)
        {
            Engine.RichText before = _confirmed.TryGetValue(path, out Engine.RichText? confirmed) ? confirmed.Clone() : new Engine.RichText();
            foreach (PendingChange former in pending[..index])
            {
                former.Text(path).Apply(before);
            }

            TextDelta inverse = delta.Invert(before);
            foreach (PendingChange later in pending[(index + 1)..])
            {
                TextDelta edit = later.Text(path);
                later.SetText(path, edit.Transform(inverse, isBefore: false, wins: true));
                inverse = inverse.Transform(edit, isBefore: true, wins: false);
            }

            ApplyToView(path, inverse, shown);
        }

        (index < _sent.Count ? _sent : _queued).Remove(gone);
        RefreshItems(gone.Items.SelectMany(item => item.Touched), shown);
        if (_sent.Count == 0)
        {
            _moved.Clear();
        }
    }
}
