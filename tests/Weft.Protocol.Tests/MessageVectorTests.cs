using System.Reflection;
using System.Text.Json.Nodes;
using Weft.Testing.Network;

namespace Weft.Protocol.Tests;

/// <summary>Makes tests/vectors/messages.json of the frames that <see cref="WireTests"/> reads.</summary>
public sealed class MessageVectorTests
{
    [Fact(DisplayName = "The message vectors are the frames of the tests")]
    public void Vectors()
    {
        var content = new JsonObject
        {
            ["client"] = Frames(nameof(WireTests.ClientMessages)),
            ["server"] = Frames(nameof(WireTests.ServerMessages)),
            ["errors"] = new JsonArray([.. Rows(nameof(WireTests.BadFrames)).Select(Error)]),
        };
        Assert.Null(GoldenFile.Compare("messages.json", content));
    }

    private static JsonArray Frames(string test) =>
        new([.. Rows(test).Select(row => JsonNode.Parse((string)row[0]!))]);

    private static JsonNode Error(object?[] row) => new JsonObject
    {
        ["frame"] = (string?)row[0],
        ["code"] = (string?)row[1],
        ["at"] = (string?)row[2],
    };

    private static IEnumerable<object?[]> Rows(string test) =>
        typeof(WireTests).GetMethod(test)!.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data);
}
