using System.Collections.Immutable;
using System.Globalization;

namespace Weft.Protocol;

/// <summary>The ranges that types alone do not hold. Paths are judged by the document's kind, offsets by the document.</summary>
internal static class MessageCheck
{
    internal static ProtocolError? Check(ClientMessage message)
    {
        if (message.Id is { } id && id is < 1 or > Limits.MaxId)
        {
            return FrameCheck.BadField("id", "must be an integer from 1 to 2^53 - 1");
        }

        return message switch
        {
            JoinMessage join => CheckJoin(join),
            ChangeMessage change => CheckChange(change),
            RevertMessage revert => CheckRevert(revert),
            CursorMessage cursor => CheckCursor(cursor),
            AuthMessage auth when !Names.IsToken(auth.Token) => FrameCheck.BadField("token", "must be 1 to 8192 printable ASCII characters without blanks"),
            _ => null,
        };
    }

    private static ProtocolError? CheckJoin(JoinMessage join)
    {
        if (join.Client is { } client && !Names.IsClient(client))
        {
            return FrameCheck.BadField("client", "must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        }

        if (join.Name is { } name && !Names.IsUserName(name))
        {
            return FrameCheck.BadField("name", "must be 1 to 100 characters without control characters");
        }

        if (join.Color is { } color && !Names.IsColor(color))
        {
            return FrameCheck.BadField("color", "must be #rrggbb");
        }

        return join.Have is { Revision: < 0 or > Limits.MaxId } ? FrameCheck.BadField("have.revision") : null;
    }

    private static ProtocolError? CheckChange(ChangeMessage change)
    {
        if (change.Id is null)
        {
            return new ProtocolError(ErrorCodes.MissingField, "A change needs an 'id'.", "id");
        }

        if (change.Base is < 0 or > Limits.MaxId)
        {
            return FrameCheck.BadField("base");
        }

        if (change.After is < 1 or > Limits.MaxId)
        {
            return FrameCheck.BadField("after");
        }

        if (change.At is < 0 or > Limits.MaxTime)
        {
            return FrameCheck.BadField("at");
        }

        return change.Ops.Length is 0 or > Limits.MaxOperations
            ? FrameCheck.BadField("ops", "must hold 1 to 10000 operations")
            : CheckEach(change.Ops, "ops", CheckOperation);
    }

    private static ProtocolError? CheckRevert(RevertMessage revert)
    {
        if (revert.Id is null)
        {
            return new ProtocolError(ErrorCodes.MissingField, "A revert needs an 'id'.", "id");
        }

        if (!Names.IsClient(revert.Client))
        {
            return FrameCheck.BadField("client", "must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        }

        if (revert.First is < 1 or > Limits.MaxId)
        {
            return FrameCheck.BadField("first");
        }

        return revert.Last < revert.First || revert.Last > Limits.MaxId ? FrameCheck.BadField("last") : null;
    }

    private static ProtocolError? CheckCursor(CursorMessage cursor)
    {
        if (cursor.Base is < 0 or > Limits.MaxId)
        {
            return FrameCheck.BadField("base");
        }

        if (cursor.Path is { Length: 0 or > Limits.MaxPathLength })
        {
            return FrameCheck.BadField("path");
        }

        if (cursor is { Ranges.Length: > 0, Path: null })
        {
            return new ProtocolError(ErrorCodes.MissingField, "A cursor with 'ranges' needs the 'path' of their text.", "path");
        }

        if (cursor.Ranges is { Length: > Limits.MaxCursorParts })
        {
            return FrameCheck.BadField("ranges");
        }

        if (cursor.Selected is { Length: > Limits.MaxCursorParts })
        {
            return FrameCheck.BadField("selected");
        }

        if (cursor.Pointer is { } point && !(double.IsFinite(point.X) && double.IsFinite(point.Y)))
        {
            return FrameCheck.BadField("pointer");
        }

        if (cursor.View is { } view && !IsView(view))
        {
            return FrameCheck.BadField("view", "must be finite numbers, its width and height above 0");
        }

        if (cursor.Preview is { Length: > Limits.MaxCursorParts })
        {
            return FrameCheck.BadField("preview");
        }

        return CheckEach(cursor.Ranges ?? [], "ranges", CheckRange)
            ?? CheckEach(cursor.Preview ?? [], "preview", CheckPreview);
    }

    private static bool IsView(CursorView view) =>
        double.IsFinite(view.X) && double.IsFinite(view.Y) && double.IsFinite(view.Width) && double.IsFinite(view.Height) && view is { Width: > 0, Height: > 0 };

    private static ProtocolError? CheckRange(CursorRange range, string at) =>
        range is { Anchor: < 0 or > Limits.MaxOffset } or { Head: < 0 or > Limits.MaxOffset } ? FrameCheck.BadField(at) : null;

    private static ProtocolError? CheckPreview(WireOperation operation, string at) =>
        operation is UpdateOperation ? CheckOperation(operation, at) : FrameCheck.BadField(at + ".op", "must be update");

    private static ProtocolError? CheckOperation(WireOperation operation, string at)
    {
        if (operation.Path.Length is 0 or > Limits.MaxPathLength)
        {
            return FrameCheck.BadField(at + ".path");
        }

        return operation switch
        {
            TextOperation text => CheckText(text, at),
            AddOperation { Kind.Length: 0 or > Limits.MaxPathLength } => FrameCheck.BadField(at + ".kind"),
            MoveOperation move when !(double.IsFinite(move.X) && double.IsFinite(move.Y)) => FrameCheck.BadField(at),
            ResizeOperation size when !IsFinite(size) => FrameCheck.BadField(at),
            _ => null,
        };
    }

    private static bool IsFinite(ResizeOperation size) =>
        double.IsFinite(size.Width)
        && double.IsFinite(size.Height)
        && double.IsFinite(size.X ?? 0)
        && double.IsFinite(size.Y ?? 0);

    private static ProtocolError? CheckText(TextOperation text, string at)
    {
        int end = 0;
        for (int i = 0; i < text.Changes.Length; i++)
        {
            if (CheckEdit(text.Changes[i], "", end) is not null)
            {
                return CheckEdit(text.Changes[i], string.Create(CultureInfo.InvariantCulture, $"{at}.changes[{i}]"), end);
            }

            end = text.Changes[i].To;
        }

        return null;
    }

    private static ProtocolError? CheckEdit(TextEdit edit, string at, int end)
    {
        if (edit.From < 0)
        {
            return FrameCheck.BadField(at + ".from");
        }

        if (edit.To < edit.From)
        {
            return new ProtocolError(ErrorCodes.OutOfRange, $"The field '{at}.to' lies before 'from'.", at + ".to");
        }

        if (edit.To > Limits.MaxOffset)
        {
            return new ProtocolError(ErrorCodes.OutOfRange, $"The field '{at}.to' lies beyond any text.", at + ".to");
        }

        return edit.From < end
            ? FrameCheck.BadField(at + ".from", "lies before the end of the edit before it")
            : null;
    }

    /// <summary>Names the place of a part only when there is something to say of it: a change has ten thousand.</summary>
    private static ProtocolError? CheckEach<T>(ImmutableArray<T> items, string at, Func<T, string, ProtocolError?> check)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (check(items[i], "") is not null)
            {
                return check(items[i], string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"));
            }
        }

        return null;
    }
}
