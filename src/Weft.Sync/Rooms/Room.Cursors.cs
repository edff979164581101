using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>Where everybody is (PRES-1 to PRES-3).</content>
public sealed partial class Room
{
    private const long CursorInterval = 1_000 / Limits.CursorsPerSecond;

    /// <summary>
    /// Ranges times changes that a cursor is moved over before it counts as too old (PRES-2): a caret goes over all recent changes, a thousand
    /// ranges only over the last few. It is done for every cursor at every join, so it must stay far below a millisecond.
    /// </summary>
    private const long MaxCursorSteps = 16_384;

    private void Point(RoomSession session, CursorMessage cursor, long now, ICollection<RoomOutput> outputs)
    {
        if (cursor.Base > Revision)
        {
            var error = new WireError(ErrorCodes.FutureBase, $"The newest revision is {Revision}.", "base");
            Hold(new Send(session.Id, new ResponseMessage(ResponseStatus.Error, cursor.Id, Error: error)), outputs);
            return;
        }

        session.Cursor = session.Grant.Role < DocumentRole.Editor ? cursor with { Preview = null } : cursor;
        session.CursorWaits = true;
        PassCursorOn(session, now, outputs);
        HasWaitingCursors |= session.CursorWaits;
    }

    private void PassCursorOn(RoomSession session, long now, ICollection<RoomOutput> outputs)
    {
        // A clock that was set back must not hold cursors until it has caught up.
        bool isSoon = now >= session.LastCursor && now - session.LastCursor < CursorInterval;
        if (!session.CursorWaits || isSoon)
        {
            return;
        }

        session.CursorWaits = false;
        session.LastCursor = now;
        Tell(CursorNow(session)!, session, outputs);
    }

    /// <summary>Takes back what somebody shows of an edit that it may no longer make.</summary>
    private void HidePreview(RoomSession session, ICollection<RoomOutput> outputs)
    {
        if (session is { Grant.Role: < DocumentRole.Editor, Cursor: { Preview: not null } cursor })
        {
            session.Cursor = cursor with { Preview = null };
            Tell(CursorNow(session)!, session, outputs);
        }
    }

    /// <summary>The newest cursor of a session, moved to the newest revision; null without one.</summary>
    private RemoteCursorMessage? CursorNow(RoomSession session)
    {
        if (session.Cursor is not { } cursor)
        {
            return null;
        }

        return new RemoteCursorMessage(
            session.Client.Name,
            Revision,
            cursor.Path,
            cursor is { Path: { } path, Ranges: { } ranges } && IsKnown(ranges, cursor.Base) ? Move(ranges, path, cursor.Base, session.Client.Name) : null,
            cursor.Pointer,
            cursor.Selected,
            cursor.Preview,
            cursor.View,
            cursor.Laser);
    }

    /// <summary>The newest cursor of a session for somebody who comes now: a pointer that rests too long is not shown any more (PRES-3).</summary>
    private RemoteCursorMessage? CursorAt(RoomSession session, long now)
    {
        bool rests = now >= session.LastCursor && now - session.LastCursor >= Limits.PointerLife;
        return rests && CursorNow(session) is { } cursor ? cursor with { Pointer = null, Laser = null } : CursorNow(session);
    }

    private bool IsKnown(ImmutableArray<CursorRange> ranges, long seen) => _tail.Covers(seen) && ranges.Length * (Revision - seen) <= MaxCursorSteps;

    private ImmutableArray<CursorRange> Move(ImmutableArray<CursorRange> ranges, string path, long seen, string client)
    {
        CursorRange[] moved = [.. ranges];
        foreach (RecentChange change in _tail.Since(seen))
        {
            if (change.DeltaOf(path) is { } delta)
            {
                // An author's caret goes behind what the author typed; somebody else's text at a caret stays behind it.
                bool isOwn = string.Equals(change.Message.Client, client, StringComparison.Ordinal);
                foreach (ref CursorRange range in moved.AsSpan())
                {
                    range = new CursorRange(delta.MapPosition(range.Anchor, isOwn), delta.MapPosition(range.Head, isOwn));
                }
            }
        }

        int length = _state.Document.Text(path).Length;
        return [.. moved.Select(range => new CursorRange(Math.Min(range.Anchor, length), Math.Min(range.Head, length)))];
    }
}
