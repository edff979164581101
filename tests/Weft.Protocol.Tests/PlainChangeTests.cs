using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weft.Protocol.Tests;

/// <summary>The short way to read a frame gives what the long way gives, or nothing.</summary>
public sealed class PlainChangeTests
{
    private static readonly string[] s_plain =
    [
        """{"type":"change","id":3,"base":0,"after":2,"at":1790000000000,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"é😀"}]}]}""",
        """{ "ops" : [ {"changes":[{"to":2,"from":1},{"insert":"x","from":2,"to":4}],"path":"cells/1/code","op":"text"} ], "base":7, "id":1, "type":"change" }""",
    ];

    [Fact(DisplayName = "[CHANGE-5] A plain change is read the short way")]
    public void Plain()
    {
        foreach (var frame in s_plain)
        {
            var message = PlainChange.TryRead(Encoding.UTF8.GetBytes(frame));
            Assert.NotNull(message);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(frame), JsonNode.Parse(Wire.Serialize(message))), frame);
        }
    }

    [Theory(DisplayName = "What is not plain is left to the long way")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"\n"}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":{"image":"a"}}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":1,"attributes":{"bold":true}}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"delete","path":"e/1"}]}""")]
    [InlineData("""{"type":"change","id":3,"id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":1}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":2,"to":1}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":1}]}]}{}""")]
    [InlineData("""{"type":"heartbeat"}""")]
    [InlineData("""{"type":"\ud800","id":3}""")]
    [InlineData("""{"\udc00":3}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"\ude00"}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"op":"text","path":"\ud800","changes":[{"\ud800":0}]}]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Other(string frame) => Assert.Null(Read(Encoding.UTF8.GetBytes(frame)));

    [Fact(DisplayName = "What the short way reads of damaged frames, the long way reads as well")]
    public void Damaged()
    {
        var random = new Random(11);
        var read = 0;
        for (var run = 0; run < 40_000; run++)
        {
            var bytes = Encoding.UTF8.GetBytes(s_plain[run % s_plain.Length]);
            for (var damage = random.Next(3); damage >= 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)"0123456789-.e\"{}[],: abfot\\"[random.Next(27)];
            }

            if (System.Text.Unicode.Utf8.IsValid(bytes) && Read(bytes) is { } message)
            {
                var whole = Wire.ParseAnyClient(bytes);
                Assert.True(whole.Succeeded, Encoding.UTF8.GetString(bytes));
                Assert.Equal(Wire.Serialize(whole.Message), Wire.Serialize(message));
                read++;
            }
        }

        Assert.True(read > 100, $"Only {read} frames were readable.");
    }

    /// <summary>The short way; what it takes for no JSON is none for the long way either.</summary>
    private static ChangeMessage? Read(byte[] frame)
    {
        try
        {
            return PlainChange.TryRead(frame);
        }
        catch (JsonException)
        {
            Assert.Equal(ErrorCodes.BadJson, Wire.ParseAnyClient(frame).Error?.Code);
            return null;
        }
    }

    [Theory(DisplayName = "The answer to a saved change is what the serializer makes of it")]
    [InlineData(1, 1)]
    [InlineData(Limits.MaxId, 0)]
    [InlineData(long.MaxValue, long.MinValue)]
    public void SavedAnswers(long id, long revision)
    {
        var answer = new ResponseMessage(ResponseStatus.Saved, id, revision);
        var expected = System.Text.Json.JsonSerializer.Serialize(answer, WireJson.Context.ServerMessage);
        Assert.Equal(expected, Encoding.UTF8.GetString(Wire.Serialize(answer)));
        Assert.Equal($"[{expected},{expected}]", Encoding.UTF8.GetString(Wire.Serialize([answer, answer])));
    }

    [Fact(DisplayName = "Other answers keep all that they say")]
    public void OtherAnswers()
    {
        ResponseMessage[] others =
        [
            new(ResponseStatus.Ok, 1, 2), new(ResponseStatus.Saved, 1), new(ResponseStatus.Saved, null, 2), new(ResponseStatus.Saved, 1, 2, Time: 3),
            new(ResponseStatus.Saved, 1, 2, Applied: []), new(ResponseStatus.Saved, 1, 2, Error: new WireError("a", "b")), new(ResponseStatus.Saved, 1, 2, Expires: 3),
        ];
        Assert.All(others, answer => Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(answer, WireJson.Context.ServerMessage), Encoding.UTF8.GetString(Wire.Serialize(answer))));
    }
}
