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

    private const string Assembly = """
        {"version":"2.0","items":[
        {"_type":"component","item_uuid":"c1","x_mm":1.5,"y_mm":-2,"angle_deg":90.0,"z_value":NaN,"name":"Lens","image_path":null,"extra":null,
        "interfaces":[{"x1_mm":0,"y1_mm":12.7,"x2_mm":0,"y2_mm":-12.7,"element_type":"refractive_interface","is_curved":true,"radius_of_curvature_mm":-Infinity}]},
        {"_type":"source","item_uuid":"s1","n_rays":9,"use_custom_jones":false,"color_hex":"#DC143C"},{"_type":"prism","size":[1,"NaN"]}],
        "rulers":[{"type":"ruler","item_uuid":"r1","points":[[0,0],[1,2.5]]}],"texts":[{"type":"text","text":"Hello 😀","x":1,"y":2}],
        "groups":[{"group_uuid":"g1","name":"\\NaN","item_uuids":["c1","s1"],"collapsed":true}],"_autosave_meta":{"version":"2.0","original_path":null}}
        """;

    public static IReadOnlyList<FuzzTarget> Make() =>
    [
        FrameTarget.OfClient(),
        FrameTarget.OfServer(),
        new RoomTarget("text", 8),
        new RoomTarget("board", 6),
        new ChangeTarget(),
        new LogTarget(),
        new BatchTarget(),
        new DocumentTarget(),
        new SnapshotTarget(),
        new WeftFileTarget(),
        new ImportTarget("board", 4, Drawing, """{"type":"excalidraw","elements":[{"id":"a","type":"line"}]}"""),
        new ImportTarget("bench", 4, Assembly, """{"version":"2.0","items":[]}"""),
        new ImportTarget("text", 2, "Hello\r\nworld é 😀\n", "\uFEFF", ""),
    ];
}
