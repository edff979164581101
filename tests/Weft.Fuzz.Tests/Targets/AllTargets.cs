namespace Weft.Fuzz.Tests.Targets;

/// <summary>Everything that takes what strangers send.</summary>
internal static class AllTargets
{
    private const string Drawing = """
        {"type":"excalidraw","version":2,"source":"x","elements":[
        {"id":"a","type":"rectangle","x":1,"y":2,"width":3,"height":4,"index":"a0","strokeColor":"#000","groupIds":[],"isDeleted":false,"version":3},
        {"id":"b","type":"freedraw","x":0,"y":0,"width":9,"height":9,"index":"a1","points":[[0,0],[1,2.5],[3,4]],"pressures":[0.5,0.5,0.5]},
        {"id":"c","type":"text","x":5,"y":5,"width":50,"height":20,"index":"a2","text":"Hello 😀","fontSize":20,"boundElements":[{"id":"a","type":"arrow"}]}],
        "appState":{"viewBackgroundColor":"#fff"},"files":{}}
        """;

    public static IReadOnlyList<FuzzTarget> Make() =>
    [
        new FrameTarget(),
        new RoomTarget("text", 8),
        new RoomTarget("board", 6),
        new ChangeTarget(),
        new LogTarget(),
        new BatchTarget(),
        new DocumentTarget(),
        new SnapshotTarget(),
        new WeftFileTarget(),
        new ImportTarget("board", 4, Drawing, """{"type":"excalidraw","elements":[{"id":"a","type":"line"}]}"""),
        new ImportTarget("text", 2, "Hello\r\nworld é 😀\n", "\uFEFF", ""),
    ];
}
