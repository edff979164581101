using System.Text;
using Weft.Fuzz.Tests.Targets;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Fuzz.Tests;

/// <summary>What was found to cost more than its share: bytes that are allocated on the way, in Debug as in Release.</summary>
[Collection(nameof(Fuzzer))]
public sealed class FindingTests
{
    [Theory]
    [InlineData("-1,")]
    [InlineData("[],")]
    [InlineData("\"\",")]
    public void A_bench_of_many_unknown_entries_costs_no_more_than_its_share(string entry) =>
        AssertShare($$"""{"version":"2.0","items":[{{Many(entry)}}0]}""", file => DocumentKinds.Find(BenchKind.KindName)!.Import(file));

    [Theory]
    [InlineData("{\"_type\":\"source\"},")]
    [InlineData("{\"_type\":\"component\",\"interfaces\":[{},{},{},{},{},{}]},")]
    public void A_bench_of_many_small_items_costs_no_more_than_its_share(string entry) => AssertShare(
        $$"""{"version":"2.0","items":[{{Many(entry)}}0]}""", file => DocumentKinds.Find(BenchKind.KindName)!.Import(file), turnover: 2);

    [Theory]
    [InlineData("\"\":0,")]
    [InlineData("\"a\":[],")]
    public void A_bench_of_many_small_members_costs_no_more_than_its_share(string member) =>
        AssertShare($$"""{"version":"2.0",{{Many(member)}}"items":[]}""", file => DocumentKinds.Find(BenchKind.KindName)!.Import(file));

    [Theory]
    [InlineData("[0,0],")]
    [InlineData("[0,\"\"],")]
    public void A_stroke_of_many_points_costs_no_more_than_its_share(string point)
    {
        AssertShare(
            $$"""{"type":"excalidraw","elements":[{"id":"a","type":"line","points":[{{Many(point)}}[0,0]]}]}""", file => DocumentKinds.Find("board")!.Import(file));
        AssertShare(
            $$"""{"version":"2.0","items":[{"_type":"component","points":[{{Many(point)}}[0,0]]}]}""", file => DocumentKinds.Find(BenchKind.KindName)!.Import(file));
    }

    [Theory]
    [InlineData("t", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("{\"type\":\"change\",\"id\":1,\"base\":0,\"ops\":[{\"op\":\"text\",\"path\":\"body\",\"changes\":[", "n")]
    public void A_long_frame_with_a_mistake_is_read_no_second_time(string start, string mistake) =>
        AssertShare(start + mistake + Many("tru,"), frame => Wire.ParseClient(frame.Span));

    [Theory]
    [InlineData("{\"from\":2,\"to\":2,\"insert\":{}},")]
    [InlineData("{\"from\":2,\"to\":2,\"insert\":\"a\"},")]
    [InlineData("{\"from\":2,\"to\":2},")]
    public void A_change_of_many_small_edits_costs_no_more_than_its_share(string edit) => AssertShare(
        $$"""{"type":"change","id":1,"base":0,"ops":[{"path":"body","op":"text","changes":[{{Many(edit)}}{"from":2,"to":2}]}]}""",
        frame => Wire.ParseClient(frame.Span));

    [Fact]
    public void A_change_of_many_formats_of_one_range_costs_a_room_no_more_than_its_share()
    {
        var format = """{"op":"text","path":"body","changes":[{"from":0,"to":7,"attributes":{"b":null,"i":1}}]},""";
        AssertRoomShare($$"""
            1{"type":"join","id":1,"document":"doc","client":"ada"}
            2{"type":"join","id":1,"document":"doc","client":"bo"}
            1{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"abcdefghij"}]}]}
            2{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"12345"}]}]}
            1{"type":"change","id":2,"base":1,"ops":[{{Many(format)}}{"op":"text","path":"body","changes":[{"from":1,"to":2}]}]}
            """);
    }

    [Theory]
    [InlineData("{\"from\":12,\"to\":12,\"insert\":{\"image\":\"a\"},\"attributes\":{\"width\":3}},")]
    [InlineData("{\"from\":12,\"to\":12,\"insert\":\"a\",\"attributes\":{\"bold\":true,\"width\":3}},")]
    public void A_change_of_many_formatted_insertions_costs_a_room_no_more_than_its_share(string edits) => AssertRoomShare($$"""
        1{"type":"join","id":1,"document":"doc","client":"ada"}
        2{"type":"join","id":1,"document":"doc","client":"bo"}
        1{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"Bo was here. "}]}]}
        1{"type":"change","id":2,"base":1,"ops":[{"op":"text","path":"body","changes":[{{Many(edits)}}{"from":12,"to":13}]}]}
        """);

    [Fact]
    public void A_snapshot_of_many_runs_of_saved_changes_costs_no_more_than_its_share()
    {
        const byte format = 2;
        byte[] manyRuns = [0xFF, 0xFF, 0x7F];
        byte[] snapshot = [format, 1, 1, (byte)'a', .. manyRuns, .. Enumerable.Repeat<byte[]>([1, 0, 1], 10_000).SelectMany(run => run)];
        var target = new SnapshotTarget();
        Assert.False(target.Run(snapshot));
        Assert.Null(new Fuzzer(target, 1).Try(snapshot));
    }

    private static void AssertRoomShare(string session)
    {
        var room = new RoomTarget("text", 1);
        var lines = Encoding.UTF8.GetBytes(session);
        Assert.True(room.Run(lines));
        Assert.Null(new Fuzzer(room, 1).Try(lines));
    }

    private static string Many(string part) => new StringBuilder().Insert(0, part, 300_000 / part.Length).ToString();

    private static void AssertShare(string text, Action<ReadOnlyMemory<byte>> read, int turnover = 1)
    {
        ReadOnlyMemory<byte> input = Encoding.UTF8.GetBytes(text);

        // Buffers that are lent come into being the first time.
        read(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        read(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= turnover * (Cost.FreeBytes + (Cost.BytesPerByte * input.Length)), $"Allocated {allocated} bytes for {input.Length}.");
    }
}
