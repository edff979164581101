using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Elements of every type with all fields, as OpenJam's front-end makes them, and odd ones.</summary>
internal static class JamSamples
{
    private const string Base = """
        "x":100.5,"y":-20,"width":150,"height":150,"rotation":0,"zIndex":7,"locked":false,"opacity":1,"createdBy":"9f90906b-1","createdAt":1795166273000,"updatedAt":1795166273900
        """;

    public static IReadOnlyList<string> All { get; } =
    [
        $$"""{"id":"el_1795166273980_60i7s08gq","type":"sticky",{{Base}},"text":"","color":"yellow","fontSize":16,"textAlign":"center"}""",
        $$"""{"id":"sticky","type":"sticky",{{Base}},"text":"Über den\nWolken \ud83d\ude00 \"quoted\"","color":"purple","fontSize":14.5,"textAlign":"right","groupId":"group-1795166273980"}""",
        $$"""{"id":"mauve","type":"sticky",{{Base}},"text":"a","color":"mauve","fontSize":0,"textAlign":"justify"}""",
        .. new[] { "rectangle", "rounded-rectangle", "circle", "ellipse", "diamond", "triangle", "star", "hexagon", "cloud" }.Select(shape =>
            $$"""{"id":"{{shape}}","type":"shape",{{Base}},"shapeType":"{{shape}}","fill":"#EF4444","stroke":"#374151","strokeWidth":2.5,"text":"in it","fontSize":18}"""),
        $$"""{"id":"bare","type":"shape",{{Base}},"shapeType":"star","fill":"transparent","stroke":"#374151","strokeWidth":0}""",
        $$"""{"id":"empty","type":"shape",{{Base}},"shapeType":"rectangle","fill":"","stroke":"#374151","strokeWidth":2,"text":""}""",
        $$"""{"id":"text","type":"text",{{Base}},"text":"Text","fontFamily":"Inter, sans-serif","fontSize":24,"fontWeight":"bold","fontStyle":"italic","color":"#1F2937","textAlign":"left","backgroundColor":"#ffff00"}""",
        $$"""{"id":"mono","type":"text",{{Base}},"text":"","fontFamily":"monospace","fontSize":24,"fontWeight":"normal","fontStyle":"normal","color":"#1F2937","textAlign":"center"}""",
        $$"""{"id":"line","type":"connector",{{Base}},"style":"straight","startPoint":{"x":10.1,"y":20.2},"endPoint":{"x":110.7,"y":20.9},"startArrow":"none","endArrow":"arrow","stroke":"#6B7280","strokeWidth":2}""",
        $$"""{"id":"elbow","type":"connector",{{Base}},"style":"elbow","startPoint":{"x":0.1,"y":0.7},"endPoint":{"x":-50.3,"y":80},"startArrow":"circle","endArrow":"diamond","stroke":"#6B7280","strokeWidth":2,"startElementId":"sticky","startAnchor":"top","endElementId":"nobody","endAnchor":"left"}""",
        $$"""{"id":"curve","type":"connector",{{Base}},"style":"curved","startPoint":{"x":0,"y":0},"endPoint":{"x":90,"y":90},"startArrow":"none","endArrow":"none","stroke":"#6B7280","strokeWidth":2}""",
        $$"""{"id":"bent","type":"connector",{{Base}},"style":"curved","startPoint":{"x":0,"y":0},"endPoint":{"x":90,"y":90},"controlPoints":[{"x":10,"y":80},{"x":70,"y":-33.3}],"startArrow":"none","endArrow":"none","stroke":"#6B7280","strokeWidth":2}""",
        """{"id":"pen","type":"drawing","x":12.25,"y":13.5,"width":0,"height":0,"rotation":0,"zIndex":9,"locked":false,"opacity":1,"createdBy":"u","createdAt":1,"updatedAt":2,"points":[{"x":0,"y":0},{"x":3.125,"y":-4.0625},{"x":10,"y":2}],"stroke":"#1F293780","strokeWidth":12,"isEraser":false}""",
        $$"""{"id":"picture","type":"image",{{Base}},"src":"https://example.org/a.png","originalWidth":640,"originalHeight":480,"objectFit":"cover"}""",
        $$"""{"id":"frame","type":"frame",{{Base}},"name":"Ideas","backgroundColor":"#F3F4F6","showName":false,"childIds":["sticky","text"]}""",
        $$"""{"id":"nameless","type":"frame",{{Base}},"name":"","backgroundColor":"#FFFFFF","showName":true,"childIds":[]}""",
        $$$"""{"id":"poll","type":"widget",{{{Base}}},"widgetType":"poll","widgetData":{"question":"Why?","options":[{"id":"a","text":"So","votes":2,"voters":["x","y"]}],"showResults":true}}""",
        $$"""{"id":"turned","type":"shape","x":0.1,"y":0.2,"width":33.333333333333336,"height":1e-3,"rotation":33.333333333333336,"zIndex":-3,"locked":true,"opacity":0.29,"createdBy":"","createdAt":0,"updatedAt":0,"shapeType":"triangle","fill":"#fff","stroke":"red","strokeWidth":1,"groupId":null}""",
        $$"""{"id":"odd","type":"shape","x":0,"y":0,"width":1,"height":1,"rotation":-450,"zIndex":1795166273980.5,"locked":false,"opacity":1.5,"createdBy":"u","createdAt":1,"updatedAt":2,"shapeType":"diamond","fill":"#FFFFFF","stroke":"#374151","strokeWidth":2,"strokeColor":"#000","fillColor":null,"extra":{"deep":[1,{"a":null}]},"label":"x","labelOf":"y"}""",
    ];

    public static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Whether two JSON values say the same, objects in any order.</summary>
    public static void AssertSame(JsonNode? expected, JsonNode? actual, string hint = "") =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{hint}\nexpected {Sorted(expected)}\nactual   {Sorted(actual)}");

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"\"{m.Key}\":{Sorted(m.Value)}")) + "}",
        null => "null",
        _ => node.ToJsonString(),
    };
}
