using System.Text;
using System.Text.Json.Nodes;

namespace Weft.Protocol.Tests;

public sealed class WireTests
{
    [Theory(DisplayName = "[FRAME-3] A client's message keeps all it says, wherever its type stands")]
    [InlineData("""{"id":1,"document":"k3","type":"join"}""")]
    [InlineData("""{"type":"join","document":"k3","client":"a_-9","name":"Ada","color":"#4263eb","have":{"generation":"g","revision":7}}""")]
    [InlineData("""{"type":"join","document":"k3","batch":true}""")]
    [InlineData("""{"type":"leave","id":2}""")]
    [InlineData("""{"type":"heartbeat"}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"after":2,"at":1790000000000,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"é😀"}]}]}""")]
    [InlineData("""{"type":"change","id":3,"base":0,"ops":[{"path":"body","op":"text","changes":[{"from":0,"to":2,"attributes":{"bold":null}},{"from":2,"to":2,"insert":{"image":"a"}},{"from":3,"to":4}]}]}""")]
    [InlineData("""{"type":"change","id":4,"base":1,"ops":[{"op":"add","path":"e/1","kind":"box","properties":{"x":1.5,"deep":[{"a":null}],"gone":null}},{"op":"update","path":"e/1","properties":{}},{"op":"delete","path":"e/1"},{"op":"restore","path":"e/1"}]}""")]
    [InlineData("""{"type":"change","id":5,"base":1,"ops":[{"op":"move","path":"e/1","x":1,"y":-2.5},{"op":"resize","path":"e/1","width":3,"height":4,"y":1},{"op":"reorder","path":"e/1","order":"a1"},{"op":"lock","path":"e/1","locked":true},{"op":"clear","path":"e"}]}""")]
    [InlineData("""{"type":"cursor","base":9,"path":"body","ranges":[{"anchor":1,"head":2}],"pointer":{"x":0.5,"y":2},"selected":["a"],"preview":[{"op":"update","path":"e/1","properties":{"x":2}}],"view":{"x":0,"y":-1.5,"width":640,"height":360},"laser":true}""")]
    [InlineData("""{"type":"auth","id":1,"token":"k3Jx81mQzR0a-_."}""")]
    [InlineData("""{"type":"change","id":6,"base":1,"undo":true,"ops":[{"op":"delete","path":"e/1"}]}""")]
    [InlineData("""{"type":"revert","id":7,"client":"b_-9","first":3,"last":5}""")]
    [InlineData("""{"type":"history","id":8}""")]
    public void ClientMessages(string frame)
    {
        ParseResult<ClientMessage> result = Wire.ParseClient(Encoding.UTF8.GetBytes(frame));
        Assert.True(result.Succeeded, result.Error?.ToString());
        AssertSame(frame, Wire.Serialize(result.Message));
    }

    [Theory(DisplayName = "[REPLY-3] [JOIN-5] [CHANGE-9] [PRES-2] [PRES-4] A server's message keeps all it says")]
    [InlineData("""{"type":"response","in_reply":1,"status":"ok","revision":3,"time":1790000000000}""")]
    [InlineData("""{"type":"response","in_reply":1,"status":"saved","revision":3,"applied":[]}""")]
    [InlineData("""{"type":"response","in_reply":1,"status":"rejected","error":{"code":"out_of_range","message":"No.","at":"ops[0]"}}""")]
    [InlineData("""{"type":"response","status":"error","error":{"code":"bad_json","message":"No."}}""")]
    [InlineData("""{"type":"sync","in_reply":1,"document":"k","title":"N","kind":"text","generation":"x7","revision":2,"client":"q","color":"#4263eb","time":5,"users":[{"client":"b","name":"Bo","color":"#000000"}],"saved":[[1,4],[6,6]],"changes":[{"revision":2,"client":"b","id":1,"at":4,"ops":[]}]}""")]
    [InlineData("""{"type":"sync","document":"k","title":"N","kind":"board","generation":"x7","revision":2,"client":"q","color":"#4263eb","time":5,"users":[],"saved":[],"snapshot":{"texts":{"body":[{"insert":"a","attributes":{"bold":true}},{"insert":{"image":"x"}}]},"items":{"e":[{"id":"1","kind":"box","properties":{"x":1}}]}},"cursors":[{"client":"b","revision":2}]}""")]
    [InlineData("""{"type":"change","revision":2,"client":"m1","id":7,"at":1790000004210,"ops":[{"op":"restore","path":"e/1","kind":"box","properties":{}}]}""")]
    [InlineData("""{"type":"change","revision":64,"client":"m1","id":64,"at":1790000004210,"ops":[{"op":"text","path":"body","changes":[{"from":0,"to":0,"insert":"abc"}]}],"since":61}""")]
    [InlineData("""{"type":"cursor","client":"m1","revision":2,"pointer":{"x":1,"y":2}}""")]
    [InlineData("""{"type":"cursor","client":"m1","revision":2,"pointer":{"x":1,"y":2},"view":{"x":0,"y":-1.5,"width":640,"height":360},"laser":true}""")]
    [InlineData("""{"type":"presence","joined":[],"left":["b"],"count":1}""")]
    [InlineData("""{"type":"presence","joined":[],"left":[],"count":2,"title":"New"}""")]
    [InlineData("""{"type":"response","in_reply":1,"status":"ok","expires":1790000000000}""")]
    [InlineData("""{"type":"response","in_reply":3,"status":"rejected","error":{"code":"locked","message":"No.","at":"ops[0]"}}""")]
    [InlineData("""{"type":"sync","document":"k","title":"N","kind":"text","generation":"x7","revision":0,"client":"q","color":"#4263eb","time":5,"role":"commenter","run":true,"name":"Ada","users":[{"client":"b","name":"Bo","color":"#000000","guest":true}],"saved":[],"changes":[]}""")]
    [InlineData("""{"type":"access","role":"viewer"}""")]
    [InlineData("""{"type":"access","role":"admin","run":true}""")]
    [InlineData("""{"type":"access","role":"commenter","by":"Ann"}""")]
    [InlineData("""{"type":"expiring","at":1790000060000}""")]
    [InlineData("""{"type":"change","revision":2,"client":"m1","id":7,"at":1790000004210,"ops":[],"undo":true}""")]
    [InlineData("""{"type":"change","revision":3,"client":"m1","id":8,"at":1790000004210,"ops":[],"reverts":{"client":"b","first":3,"last":5}}""")]
    [InlineData("""{"type":"history","revision":9,"gestures":[{"client":"b","first":3,"last":5,"name":"Bo","revision":7,"at":1790000004210,"texts":[{"path":"body","inserted":3,"deleted":1,"formatted":0,"from":2,"to":5}],"items":[{"path":"e/1","op":"update","kind":"box","label":"A","properties":["x"]}],"count":1},{"client":"q","first":1,"last":1,"name":"Ada","revision":8,"at":1790000004211,"texts":[],"items":[{"path":"e/1","op":"delete","kind":"box"}],"count":1,"undo":true},{"client":"q","first":2,"last":2,"name":"Ada","revision":9,"at":1790000004212,"texts":[],"items":[],"count":0,"reverts":{"client":"b","first":3,"last":5}}],"in_reply":8}""")]
    public void ServerMessages(string frame)
    {
        ParseResult<ServerMessage> result = Wire.ParseServer(Encoding.UTF8.GetBytes(frame));
        Assert.True(result.Succeeded, result.Error?.ToString());
        AssertSame(frame, Wire.Serialize(result.Message));
    }

    [Theory(DisplayName = "[FRAME-8] A server's frame may hold several messages, in order")]
    [InlineData("""[{"type":"response","in_reply":1,"status":"saved","revision":1},{"type":"change","revision":2,"client":"b","id":1,"at":4,"ops":[]}]""", 2)]
    [InlineData("""{"type":"presence","joined":[],"left":[],"count":1}""", 1)]
    [InlineData("[]", 0)]
    public void Batches(string frame, int count)
    {
        var messages = new List<ServerMessage>();
        Assert.Null(Wire.ParseServer(Encoding.UTF8.GetBytes(frame), messages));
        Assert.Equal(count, messages.Count);
        if (count == 2)
        {
            Assert.IsType<ResponseMessage>(messages[0]);
            Assert.Equal(1, Assert.IsType<RemoteChangeMessage>(messages[1]).Before);
        }
    }

    [Theory(DisplayName = "[FRAME-8] One bad message makes a batch bad")]
    [InlineData("[", ErrorCodes.BadJson)]
    [InlineData("[1]", ErrorCodes.BadFrame)]
    [InlineData("[[]]", ErrorCodes.BadFrame)]
    [InlineData("""[{"type":"fly"}]""", ErrorCodes.UnknownType)]
    public void BadBatches(string frame, string code) =>
        Assert.Equal(code, Wire.ParseServer(Encoding.UTF8.GetBytes(frame), [])!.Code);

    [Theory(DisplayName = "[FRAME-2] [FRAME-3] [FRAME-5] [FRAME-7] A bad frame is told what is wrong, and where")]
    [InlineData("[]", ErrorCodes.BadFrame, null)]
    [InlineData("", ErrorCodes.BadJson, null)]
    [InlineData("{", ErrorCodes.BadJson, null)]
    [InlineData("""{"type":"leave"}{}""", ErrorCodes.BadJson, null)]
    [InlineData("""{"type":"leave","type":"leave"}""", ErrorCodes.BadJson, null)]
    [InlineData("""{"id":1}""", ErrorCodes.MissingField, "type")]
    [InlineData("""{"type":"fly"}""", ErrorCodes.UnknownType, "type")]
    [InlineData("""{"type":3}""", ErrorCodes.BadField, "type")]
    [InlineData("""{"type":"join"}""", ErrorCodes.MissingField, "document")]
    [InlineData("""{"type":"join","document":null}""", ErrorCodes.BadField, "document")]
    [InlineData("""{"type":"join","document":"d","have":{"generation":"g"}}""", ErrorCodes.MissingField, "have.revision")]
    [InlineData("""{"type":"join","document":"d","client":"a b"}""", ErrorCodes.BadField, "client")]
    [InlineData("""{"type":"join","document":"d","name":"a\u0007"}""", ErrorCodes.BadField, "name")]
    [InlineData("""{"type":"join","document":"d","color":"red"}""", ErrorCodes.BadField, "color")]
    [InlineData("""{"type":"auth"}""", ErrorCodes.MissingField, "token")]
    [InlineData("""{"type":"auth","token":""}""", ErrorCodes.BadField, "token")]
    [InlineData("""{"type":"auth","token":"a b"}""", ErrorCodes.BadField, "token")]
    [InlineData("""{"type":"join","document":"\ud800"}""", ErrorCodes.BadText, "document")]
    [InlineData("""{"type":"join","document":"d","x":{"\udc00":1}}""", ErrorCodes.BadText, null)]
    [InlineData("""{"type":"revert","client":"b","first":1,"last":1}""", ErrorCodes.MissingField, "id")]
    [InlineData("""{"type":"revert","id":1,"client":"","first":1,"last":1}""", ErrorCodes.BadField, "client")]
    [InlineData("""{"type":"revert","id":1,"client":"b","first":0,"last":1}""", ErrorCodes.BadField, "first")]
    [InlineData("""{"type":"revert","id":1,"client":"b","first":2,"last":1}""", ErrorCodes.BadField, "last")]
    [InlineData("""{"type":"change","base":0,"ops":[{"op":"delete","path":"e/1"}]}""", ErrorCodes.MissingField, "id")]
    [InlineData("""{"type":"change","id":0,"base":0,"ops":[{"op":"delete","path":"e/1"}]}""", ErrorCodes.BadField, "id")]
    [InlineData("""{"type":"change","id":9007199254740992,"base":0,"ops":[{"op":"delete","path":"e/1"}]}""", ErrorCodes.BadField, "id")]
    [InlineData("""{"type":"change","id":1,"ops":[]}""", ErrorCodes.MissingField, "base")]
    [InlineData("""{"type":"change","id":1,"base":-1,"ops":[{"op":"delete","path":"e/1"}]}""", ErrorCodes.BadField, "base")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[]}""", ErrorCodes.BadField, "ops")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"fly","path":"e/1"}]}""", ErrorCodes.BadField, "ops[0].op")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":0},{"from":1,"to":"x"}]}]}""", ErrorCodes.BadField, "ops[0].changes[1].to")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":0},{"from":1}]}]}""", ErrorCodes.MissingField, "ops[0].changes[1].to")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":3,"to":2}]}]}""", ErrorCodes.OutOfRange, "ops[0].changes[0].to")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":2},{"from":1,"to":3}]}]}""", ErrorCodes.BadField, "ops[0].changes[1].from")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":0,"insert":"a\ude00"}]}]}""", ErrorCodes.BadText, "ops[0].changes[0].insert")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":0,"insert":7}]}]}""", ErrorCodes.BadField, "ops[0].changes[0].insert")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"move","path":"e/1","x":1e999,"y":0}]}""", ErrorCodes.BadField, "ops[0]")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":2147483647,"to":2147483647,"insert":"a"}]}]}""", ErrorCodes.OutOfRange, "ops[0].changes[0].to")]
    [InlineData("""{"type":"cursor","base":0,"path":"b","ranges":[{"anchor":0,"head":2147483647}]}""", ErrorCodes.BadField, "ranges[0]")]
    [InlineData("""{"type":"change","id":1,"base":0,"ops":[{"op":"delete","path":"e/1"},null]}""", ErrorCodes.BadField, "ops[1]")]
    [InlineData("""{"type":"cursor","base":0,"ranges":[{"anchor":0,"head":0}]}""", ErrorCodes.MissingField, "path")]
    [InlineData("""{"type":"cursor","base":0,"selected":[null]}""", ErrorCodes.BadField, "selected[0]")]
    [InlineData("""{"type":"cursor","base":0,"preview":[{"op":"delete","path":"e/1"}]}""", ErrorCodes.BadField, "preview[0].op")]
    [InlineData("""{"type":"cursor","base":0,"view":{"x":0,"y":0,"width":0,"height":1}}""", ErrorCodes.BadField, "view")]
    public void BadFrames(string frame, string code, string? at)
    {
        ParseResult<ClientMessage> result = Wire.ParseClient(Encoding.UTF8.GetBytes(frame));
        Assert.False(result.Succeeded);
        Assert.Equal(code, result.Error.Code);
        Assert.Equal(at, result.Error.At);
        Assert.EndsWith(".", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[REPLY-1] The answer to a bad frame names its request, when that could be read")]
    public void ErrorsNameTheRequest()
    {
        ParseResult<ClientMessage> result = Wire.ParseClient("""{"type":"change","id":42,"base":"x","ops":[]}"""u8);
        Assert.Equal(42, result.Error?.Id);
        JsonNode answer = JsonNode.Parse(Wire.Serialize(result.Error!.ToResponse()))!;
        Assert.Equal(42, (int)answer["in_reply"]!);
        Assert.Equal("error", (string)answer["status"]!);
        Assert.Equal("base", (string)answer["error"]!["at"]!);
    }

    [Fact(DisplayName = "[FRAME-5] Nesting deeper than 64 levels is bad_json")]
    public void Depth()
    {
        string deep = new string('[', 70) + new string(']', 70);
        ParseResult<ClientMessage> result = Wire.ParseClient(Encoding.UTF8.GetBytes($$"""{"type":"leave","x":{{deep}}}"""));
        Assert.Equal(ErrorCodes.BadJson, result.Error?.Code);
    }

    [Fact(DisplayName = "[FRAME-7] Bytes that are not UTF-8 are bad_text")]
    public void NotUtf8()
    {
        byte[] frame = [.. "{\"type\":\"join\",\"document\":\""u8, 0xFF, .. "\"}"u8];
        Assert.Equal(ErrorCodes.BadText, Wire.ParseClient(frame).Error?.Code);
    }

    [Fact(DisplayName = "[FRAME-7] A whole pair may be escaped")]
    public void EscapedPair()
    {
        ParseResult<ClientMessage> result = Wire.ParseClient("""{"type":"join","document":"\ud83d\ude00 \\ud800 \""}"""u8);
        Assert.Equal("😀 \\ud800 \"", Assert.IsType<JoinMessage>(result.Message).Document);
    }

    [Fact(DisplayName = "[FRAME-5] No bytes make the reader throw")]
    public void Fuzz()
    {
        byte[] frame = """{"type":"change","id":1,"base":0,"ops":[{"op":"text","path":"b","changes":[{"from":0,"to":0,"insert":"\ud83d\ude00é","attributes":{"a":[1,{}]}}]}]}"""u8.ToArray();
        int read = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. frame];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : frame[random.Next(frame.Length)];
            }

            ParseResult<ClientMessage> result = Wire.ParseClient(damaged.AsSpan(0, random.Next(4) == 0 ? random.Next(frame.Length) : frame.Length));
            read += result.Succeeded ? 1 : 0;
            Assert.True(result.Succeeded || result.Error.Code.Length > 0);
        }

        Assert.InRange(read, 1, 19_999);
    }

    private static void AssertSame(string expected, byte[] actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)),
            $"{expected} became {Encoding.UTF8.GetString(actual)}");
}
