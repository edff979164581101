using Weft.Protocol;

namespace Weft.Sync.Tests;

/// <summary>What a room allocates: a busy one is slowed down by what has to be collected.</summary>
public sealed class RoomAllocationTests
{
    private const int Letters = 2_000;

    [Fact(DisplayName = "A typed letter costs the room less than 1,250 bytes, its entry in the log and what the others are told included")]
    public void TypedLetter()
    {
        var room = new RoomHarness();
        room.Join(1, "ada");
        room.Join(2, "bo");
        ChangeMessage[] messages = [.. Enumerable.Range(0, 2 * Letters).Select(Letter)];
        var outputs = new List<RoomOutput>(4 * messages.Length);
        Receive(messages.AsSpan(..Letters));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Receive(messages.AsSpan(Letters..));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(messages.Length, room.Room.Revision);
        Assert.InRange(allocated / Letters, 0, 1_250);

        void Receive(ReadOnlySpan<ChangeMessage> some)
        {
            foreach (ChangeMessage message in some)
            {
                room.Room.Receive(new SessionId(1), message, room.Now, outputs);
                room.Room.Committed(room.Room.Revision, room.Now, outputs);
            }
        }
    }

    /// <summary>Each is typed after the one before.</summary>
    private static ChangeMessage Letter(int at) =>
        new(at, [new TextOperation("body", [new TextEdit(at, at, TextContent.Of("a"))])]) { Id = at + 1 };
}
