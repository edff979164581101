using Weft.Engine;
using Weft.Protocol;
using Weft.Testing.Generators;
using Version = Weft.Engine.Version;

namespace Weft.Sync.Tests;

/// <summary>What the fuzzer found, as small as it could be made.</summary>
public sealed class FuzzFindingTests
{
    [Fact(DisplayName = "A saved document whose texts leave out one that its history has can be asked for its changes")]
    public void TextLeftOut()
    {
        FileParts claimed = FileParts.Of(Of("bodx").Save());
        FileParts real = FileParts.Of(Of("body").Save());
        for (int i = claimed.Sections.Count - 2; i < claimed.Sections.Count; i++)
        {
            claimed.Sections[i] = real.Sections[i];
        }

        Assert.True(Document.TryLoad(claimed.Build(), out Document? document, out _));
        Assert.True(document.LoadHistory(out _));
        Assert.Equal(Of("body").ChangeAt(0), document.ChangeAt(0));
    }

    [Fact(DisplayName = "[CHANGE-5] Thousands of insertions at one place cost what their text costs, not its square")]
    public void JoinedInsertions()
    {
        TextEdit[] edits = [.. Enumerable.Repeat(new TextEdit(0, 0, TextContent.Of("12345")), 10_000)];
        TextDelta.FromEdits(edits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TextDelta delta = TextDelta.FromEdits(edits);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Equal(50_000, delta.Parts.Single().Length);
    }

    [Fact(DisplayName = "[PRES-2] A thousand ranges are not moved over thousands of changes")]
    public void ManyRanges()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        for (int id = 1; id <= 20; id++)
        {
            room.Type(1, id, id - 1, 0, "a");
        }

        room.Receive(2, new CursorMessage(19, "body", [.. Enumerable.Repeat(new CursorRange(1, 1), 1_000)]));
        Assert.Equal(1_000, room.Last<RemoteCursorMessage>(1).Ranges?.Length);
        room.Now += 1_000;
        room.Receive(2, new CursorMessage(0, "body", [.. Enumerable.Repeat(new CursorRange(0, 0), 1_000)]));
        Assert.Null(room.Last<RemoteCursorMessage>(1).Ranges);
    }

    [Fact(DisplayName = "[PRES-1] An empty list of ranges that are in no text is no ranges, before and after a change")]
    public void RangesWithoutText()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        room.Receive(2, new CursorMessage(0, Ranges: [], Pointer: new CursorPoint(1, 2)));
        Assert.Null(room.Last<RemoteCursorMessage>(1).Ranges);
        room.Type(1, 1, 0, 0, "a");
        room.Now += 1_000;
        room.Receive(2, new CursorMessage(0, Ranges: [], Pointer: new CursorPoint(3, 4)));
        Assert.Equal((null, new CursorPoint(3, 4)), (room.Last<RemoteCursorMessage>(1).Ranges, room.Last<RemoteCursorMessage>(1).Pointer));
        Assert.Single(room.Join(3, "cy").Cursors!.Value);
    }

    private static Document Of(string path)
    {
        var document = new Document();
        document.Merge(new Change("ada", 0, Version.Root, new HybridTimestamp(1), [new InsertText(path, 0, "Hello", Properties.Empty)]));
        return document;
    }
}
