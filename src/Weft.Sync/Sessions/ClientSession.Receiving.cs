using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>What the server says.</content>
public sealed partial class ClientSession
{
    private void OnSync(SyncMessage sync, ICollection<SessionOutput> outputs)
    {
        _nextId = Math.Max(_nextId, sync.Saved.IsEmpty ? 1 : sync.Saved[^1].Last + 1);
        if (Generation is not null && !string.Equals(Generation, sync.Generation, StringComparison.Ordinal))
        {
            SetAside(outputs);
        }

        Generation = sync.Generation;

        // A server from before there were roles says none, and refuses nothing.
        (Role, CanRun, UserName) = (sync.Role ?? DocumentRole.Admin, sync.Run == true, sync.Name);
        if (sync.Snapshot is { } snapshot)
        {
            OnSnapshot(sync, snapshot, outputs);
        }
        else
        {
            OnMissedChanges(sync, outputs);
        }

        // Only now: cursors are in the offsets of the newest revision.
        TakePresence(sync);
        outputs.Add(new Synced(sync));

        // Only now, so that nothing queued goes before what was sent already.
        IsJoined = true;
        foreach (PendingChange change in _sent)
        {
            outputs.Add(new Transmit(change.FirstSent!));
        }

        Flush(outputs);
    }

    private void SetAside(ICollection<SessionOutput> outputs)
    {
        ImmutableArray<PendingState> changes = [.. Pending.Select(change => change.ToState())];
        _sent.Clear();
        _queued.Clear();
        _moved.Clear();
        if (!changes.IsEmpty)
        {
            outputs.Add(new ChangesSetAside(changes));
        }
    }

    private void OnSnapshot(SyncMessage sync, WireSnapshot snapshot, ICollection<SessionOutput> outputs)
    {
        // Others deleted all that these were about while they waited: there is nothing to send.
        PendingChange[] empty = [.. _queued.Where(change => change.IsEmpty)];
        BlindPending(Revision);
        LoadConfirmed(snapshot);
        Revision = sync.Revision;
        _moved.Clear();
        foreach (PendingChange saved in _sent.Where(change => IsSaved(sync, change)).Concat(empty).ToArray())
        {
            _sent.Remove(saved);
            outputs.Add(new ChangeSaved(saved.Id, Revision));
        }

        RebuildView();
        outputs.Add(new ViewChanged(ViewOrigin.Reset, []));
    }

    private void OnMissedChanges(SyncMessage sync, ICollection<SessionOutput> outputs)
    {
        foreach (RemoteChangeMessage change in sync.Changes ?? [])
        {
            if (change.Revision <= Revision)
            {
                continue;
            }

            bool isFirst = string.Equals(change.Client, Client, StringComparison.Ordinal)
                && _sent is [var first, ..] && first.Id == change.Id;
            if (isFirst)
            {
                Confirm(change.Revision, change.Ops, outputs);
            }
            else
            {
                OnRemoteChange(change, outputs);
            }
        }

        // Saved, but not learnt in its turn: the confirmed document has it, as somebody else's change would be.
        foreach (PendingChange saved in Pending.Where(change => IsSaved(sync, change)).ToArray())
        {
            Drop(saved, outputs);
        }
    }

    private static bool IsSaved(SyncMessage sync, PendingChange change) => sync.Saved.Any(range => range.Contains(change.Id));

    private void Drop(PendingChange change, ICollection<SessionOutput> outputs)
    {
        var shown = ImmutableArray.CreateBuilder<WireOperation>();
        Withdraw(Pending.ToList().IndexOf(change), shown);
        TellRemote(shown, outputs);
        outputs.Add(new ChangeSaved(change.Id, Revision));
    }

    private void OnRemoteChange(RemoteChangeMessage change, ICollection<SessionOutput> outputs)
    {
        if (change.Revision <= Revision)
        {
            return;
        }

        RequireIsAt(change.Before);
        var shown = ImmutableArray.CreateBuilder<WireOperation>();
        bool isBefore = string.CompareOrdinal(Client, change.Client) < 0;
        foreach ((string path, TextDelta delta) in TextsOf(change.Ops))
        {
            Rebase(path, delta, isBefore, change.Client, shown);
        }

        Revision = change.Revision;
        RefreshItems(ConfirmItems(change.Ops), shown);
        TellRemote(shown, outputs);
        Flush(outputs);
    }

    /// <summary>A text edit of others becomes confirmed; the unsaved ones move, and the view shows it where it is for them.</summary>
    private void Rebase(
        string path, TextDelta delta, bool isBefore, string author, ImmutableArray<WireOperation>.Builder shown)
    {
        ConfirmText(path, delta, author);
        foreach (PendingChange change in Pending)
        {
            TextDelta edit = change.Text(path);
            change.SetText(path, edit.Transform(delta, isBefore, wins: true));
            delta = delta.Transform(edit, !isBefore, wins: false);
        }

        if (_sent.Exists(change => change.Texts.ContainsKey(path)))
        {
            _moved.Add(path);
        }

        ApplyToView(path, delta, shown);
    }

    private void OnResponse(ResponseMessage response, ICollection<SessionOutput> outputs)
    {
        int index = response.InReply is { } id ? _sent.FindIndex(change => change.Id == id) : -1;
        bool isRefusal = response.Status == ResponseStatus.Rejected
            || (response is { Status: ResponseStatus.Error, Error.Code: not (ErrorCodes.NotJoined or ErrorCodes.Unauthorized or ErrorCodes.Internal) });
        if (index >= 0 && IsJoined && response is { Status: ResponseStatus.Saved, Revision: { } revision })
        {
            OnSaved(index, revision, response.Applied, outputs);
        }
        else if (index >= 0 && IsJoined && isRefusal)
        {
            OnRejected(index, response.Error!, outputs);
        }
        else if (response is { Error: { } error, InReply: null })
        {
            outputs.Add(new RequestFailed(error));
        }
    }

    private void OnSaved(int index, long revision, ImmutableArray<WireOperation>? applied, ICollection<SessionOutput> outputs)
    {
        if (revision <= Revision)
        {
            Drop(_sent[index], outputs);
        }
        else if (index != 0)
        {
            throw new InvalidOperationException("Changes were answered in another order than they were sent.");
        }
        else
        {
            Confirm(revision, applied, outputs);
        }

        Flush(outputs);
    }

    /// <summary>The first of the sent changes is saved: what it came to be is confirmed, and the unsaved ones after it follow.</summary>
    private void Confirm(long revision, ImmutableArray<WireOperation>? applied, ICollection<SessionOutput> outputs)
    {
        RequireIsAt(revision - 1);
        PendingChange saved = _sent[0];
        _sent.RemoveAt(0);
        var shown = ImmutableArray.CreateBuilder<WireOperation>();
        Dictionary<string, TextDelta> actual = applied is { } ops
            ? TextsOf(ops)
            : saved.IsBlind ? TextsOf(saved.FirstSent!.Ops) : saved.Texts;
        foreach (string path in saved.Texts.Keys.Union(actual.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            TextDelta delta = actual.GetValueOrDefault(path, TextDelta.Empty);
            if (saved.IsBlind)
            {
                Rebase(path, delta, isBefore: true, Client, shown);
            }
            else
            {
                ConfirmText(path, delta, Client);
                Realign(path, saved.Text(path), delta, shown);
            }
        }

        Revision = revision;
        IEnumerable<string> touched = applied is { } told ? ConfirmItems(told) : ConfirmItems(saved.Items);
        RefreshItems(touched.Concat(saved.Items.SelectMany(item => item.Touched)), shown);
        if (_sent.Count == 0)
        {
            _moved.Clear();
        }

        TellRemote(shown, outputs);
        outputs.Add(new ChangeSaved(saved.Id, revision));
    }

    /// <summary>Carries the unsaved edits after a saved one to where that really came to stand.</summary>
    private void Realign(string path, TextDelta predicted, TextDelta actual, ImmutableArray<WireOperation>.Builder shown)
    {
        if (predicted.Equals(actual))
        {
            return;
        }

        var realignment = new Realignment(predicted, actual);
        foreach (PendingChange change in Pending)
        {
            change.SetText(path, realignment.Carry(change.Text(path), change.FirstSent is not null));
        }

        TextDelta difference = realignment.Difference(Text(path), BuildView(path));
        ApplyToView(path, difference, shown);
    }

    /// <summary>
    /// Takes the change back. Those sent after it name it in <c>after</c>, directly or not, so none of them is saved: they are sent again,
    /// rebased, under ids that no answer on its way can mean.
    /// </summary>
    private void OnRejected(int index, WireError error, ICollection<SessionOutput> outputs)
    {
        PendingChange rejected = _sent[index];
        var shown = ImmutableArray.CreateBuilder<WireOperation>();
        Withdraw(index, shown);
        outputs.Add(new ViewChanged(ViewOrigin.Rollback, shown.ToImmutable()));
        outputs.Add(new ChangeRejected(rejected.Id, error, rejected.FirstSent!.Ops));
        if (!rejected.IsBlind)
        {
            SendAnew(_sent[index..], outputs);
        }

        Flush(outputs);
    }

    private void SendAnew(List<PendingChange> changes, ICollection<SessionOutput> outputs)
    {
        foreach (PendingChange change in changes)
        {
            long former = change.Id;
            _sent.Remove(change);
            change.Renumber(_nextId++);
            outputs.Add(new ChangeRenumbered(former, change.Id));
        }

        _queued.InsertRange(0, changes);
        if (_sent.Count == 0)
        {
            _moved.Clear();
        }
    }

    private void ConfirmText(string path, TextDelta delta, string author)
    {
        delta.Apply(TextOf(_confirmed, path));
        MoveCursors(path, delta, author);
    }

    /// <summary>Item operations of the server become confirmed; tells which items they are about.</summary>
    private HashSet<string> ConfirmItems(IEnumerable<WireOperation> ops) =>
        ConfirmItems(ops.Where(operation => operation is not TextOperation).Select(ItemEdit.Of));

    private HashSet<string> ConfirmItems(IEnumerable<ItemEdit> edits)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (ItemEdit edit in edits)
        {
            foreach (string path in edit.Touched)
            {
                _confirmedItems.Set(path, edit.Apply(path, _confirmedItems.Find(path), _confirmedItems.FindDeleted(path)));
            }

            touched.UnionWith(edit.Touched);
        }

        return touched;
    }

    private static Dictionary<string, TextDelta> TextsOf(IEnumerable<WireOperation> ops)
    {
        var texts = new Dictionary<string, TextDelta>(StringComparer.Ordinal);
        foreach (TextOperation operation in ops.OfType<TextOperation>())
        {
            TextDelta delta = TextDelta.FromEdits(operation.Changes);
            texts[operation.Path] = texts.GetValueOrDefault(operation.Path, TextDelta.Empty).Compose(delta);
        }

        return texts;
    }

    /// <summary>What comes next was made to a revision, which must be the one that is confirmed.</summary>
    private void RequireIsAt(long before)
    {
        if (before != Revision)
        {
            throw new InvalidOperationException($"Revision {before + 1} came after {Revision}.");
        }
    }

    private static void TellRemote(ImmutableArray<WireOperation>.Builder shown, ICollection<SessionOutput> outputs)
    {
        if (shown.Count > 0)
        {
            outputs.Add(new ViewChanged(ViewOrigin.Remote, shown.ToImmutable()));
        }
    }
}
