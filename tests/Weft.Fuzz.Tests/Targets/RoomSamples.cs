using System.Text;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>Sessions of two people in one room that go well.</summary>
internal static class RoomSamples
{
    private const string Joins = """
        1{"type":"join","id":1,"document":"doc","client":"ada","name":"Ada"}
        2{"type":"join","id":1,"document":"doc","client":"bo","name":"Bo","color":"#4263eb"}

        """;

    private static readonly string[] s_text =
    [
        """
        1{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"Hello world 😀"}]}]}
        2{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"Bo was here. "}]}]}
        1{"type":"change","id":2,"base":1,"after":1,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":5},{"from":6,"to":11,"attributes":{"bold":true}},{"from":12,"to":12,"insert":{"image":"a"},"attributes":{"width":3}}]}]}
        2{"type":"cursor","base":2,"path":"body","ranges":[{"anchor":1,"head":3},{"anchor":0,"head":0}]}
        1{"type":"heartbeat","id":9}
        2{"type":"leave","id":10}
        """,
        """
        1{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"abcdefghij"}]},{"op":"text","path":"body","changes":[{"from":2,"to":4,"insert":"X"},{"from":6,"to":8}]}]}
        2{"type":"change","id":1,"base":0,"at":1790000000000,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"12345"}]}]}
        2{"type":"change","id":2,"base":0,"after":1,"ops":[{"op":"text","path":"body","changes":[{"from":1,"to":4}]}]}
        1{"type":"change","id":2,"base":1,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":7,"attributes":{"b":null,"i":1}}]}]}
        1{"type":"join","id":3,"document":"doc","client":"ada","have":{"generation":"g1","revision":1}}
        1{"type":"cursor","base":4,"path":"body","ranges":[{"anchor":5,"head":5}],"pointer":{"x":0.5,"y":2}}
        2{"type":"join","id":4,"document":"doc","client":"ada"}
        """,
    ];

    private static readonly string[] s_board =
    [
        """
        1{"type":"change","id":1,"base":0,"ops":[{"op":"add","path":"elements/a","kind":"rectangle","properties":{"x":1,"y":2,"width":3,"height":4,"index":"a1"}},{"op":"add","path":"elements/b","kind":"line","properties":{"x":0,"y":0,"points":[[0,0],[10,5.5]]}}]}
        2{"type":"change","id":1,"base":1,"ops":[{"op":"update","path":"elements/a","properties":{"x":5,"strokeColor":"#f00","locked":false}},{"op":"move","path":"elements/b","x":7,"y":8}]}
        1{"type":"change","id":2,"base":1,"after":1,"ops":[{"op":"resize","path":"elements/a","width":9,"height":9,"x":0},{"op":"lock","path":"elements/a","locked":true}]}
        2{"type":"change","id":2,"base":2,"ops":[{"op":"delete","path":"elements/b"},{"op":"reorder","path":"elements/a","order":"a2"}]}
        1{"type":"change","id":3,"base":4,"ops":[{"op":"restore","path":"elements/b"},{"op":"clear","path":"elements"}]}
        2{"type":"cursor","base":3,"selected":["a"],"preview":[{"op":"update","path":"elements/a","properties":{"x":2}}]}
        """,
    ];

    public static IReadOnlyList<byte[]> For(string kind) =>
        [.. (string.Equals(kind, "text", StringComparison.Ordinal) ? s_text : s_board).Select(lines => Encoding.UTF8.GetBytes(Joins + lines))];
}
