using Weft.Protocol;

namespace Weft.Sync.Tests;

public sealed class RoomFuzzTests
{
    private static readonly string[] s_paths = ["body", "e/1", "e/2", "e/1/label", "e", "", "/", "e/", "a/b/c/d", "é/😀"];
    private static readonly string[] s_texts = ["", "a", "😀", "\0", "\u2028"];
    private static readonly string[] s_values = ["null", "1", "\"a\"", "{\"a\":[null]}", "1e400", "-0"];

    [Fact(DisplayName = "[FRAME-6] [CHANGE-1] Whatever a peer sends, the room answers it, goes on and stays whole")]
    public void Fuzz()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var room = new RoomHarness(new RoomOptions { TailChanges = 5, MaxTextUnits = 60, MaxItems = 3 });
            room.Join(1, "ada");
            room.Join(2, "bo");
            for (int id = 1; id < 40; id++)
            {
                room.Inbox(1).Clear();
                room.Receive(1, new ChangeMessage(random.Next(20), [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Operation(random))], Maybe(random)) { Id = id });
                Assert.Contains(room.Inbox(1), message => message is ResponseMessage response && response.InReply == id);
                room.Receive(2, new CursorMessage(random.Next(20), s_paths[random.Next(s_paths.Length)], [new CursorRange(Offset(random), Offset(random))]));
                room.Tick(random.Next(60));
            }

            room.Room.Document.CheckInvariants();
            long revision = room.Room.Revision;
            room.Reopen(withSnapshot: random.Next(2) == 0);
            Assert.Equal(revision, room.Room.Revision);
        }
    }

    private static long? Maybe(Random random) => random.Next(6) == 0 ? random.Next(40) : null;

    private static int Offset(Random random) => random.Next(8) == 0 ? Limits.MaxOffset : random.Next(5);

    private static WireOperation Operation(Random random)
    {
        string path = s_paths[random.Next(s_paths.Length)];
        return random.Next(10) switch
        {
            0 => new AddOperation(path, "box", Values(random)),
            1 => new UpdateOperation(path, Values(random)),
            2 => new DeleteOperation(path),
            3 => new RestoreOperation(path, "x", Values(random)),
            4 => new ClearOperation(path),
            5 => new MoveOperation(path, random.NextDouble(), -0.0),
            _ => new TextOperation(path, [Edit(random)]),
        };
    }

    private static TextEdit Edit(Random random)
    {
        int from = Offset(random);
        int to = Math.Min(Limits.MaxOffset, from + random.Next(3));
        return random.Next(4) switch
        {
            0 => new TextEdit(from, to, null, Values(random)),
            1 => new TextEdit(from, to, TextContent.Of(new RawJson("{\"image\":1}")), Values(random)),
            _ => new TextEdit(from, to, TextContent.Of(s_texts[random.Next(s_texts.Length)])),
        };
    }

    private static Dictionary<string, RawJson> Values(Random random) => new(StringComparer.Ordinal)
    {
        [random.Next(5) == 0 ? "" : "x"] = new RawJson(s_values[random.Next(s_values.Length)]),
    };
}
