using System.Globalization;
using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>Any operations in any order do to a board what OpenJam's documents say.</summary>
public sealed class OperationTests
{
    private const int Steps = 150;

    private static readonly JsonObject[] Samples = [.. JamSamples.All.Select(JamSamples.Object).Where(sample => (string)sample["type"]! is not "frame")];

    [Fact]
    public void J14_every_operation_does_what_it_says()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        board.Do("move", """{"elementId":"sticky","timestamp":5,"x":1,"y":2}""");
        board.Do("resize", """{"elementId":"sticky","timestamp":6,"width":10,"height":20,"y":3}""");
        board.Do("reorder", """{"elementId":"sticky","zIndex":42}""");
        board.Do("lock", """{"elementId":"sticky","locked":true}""");
        board.Do("update", """{"elementId":"sticky","timestamp":7,"changes":{"text":"new","color":"green"}}""");
        var expected = JamSamples.Object(JamSamples.All[1]);
        foreach (var (name, value) in JamSamples.Object("""{"x":1,"y":3,"width":10,"height":20,"zIndex":42,"locked":true,"text":"new","color":"green","updatedAt":7}"""))
        {
            expected[name] = value!.DeepClone();
        }

        JamSamples.AssertSame(expected, JsonNode.Parse(board.Element("sticky").Json));
        board.Do("delete", """{"elementId":"sticky"}""");
        Assert.Empty(board.Elements);
        Assert.Empty(board.Document.Items("elements"));
    }

    [Fact]
    public void J14_clear_empties_the_board()
    {
        var board = new JamTestBoard("a");
        Assert.Empty(board.Do("clear", "{}").Operations);
        board.Add(JamSamples.All[1]);
        board.Draw("web", "rectangle", """{"x":1,"y":1}""");
        board.Do("clear", "{}");
        Assert.Empty(board.Document.Items("elements"));
    }

    [Fact]
    public void J26_what_is_deleted_stays_so_whatever_comes_late()
    {
        var board = new JamTestBoard("a");
        board.Add(JamSamples.All[1]);
        board.Do("delete", """{"elementId":"sticky"}""");
        Assert.Empty(board.Do("delete", """{"elementId":"sticky"}""").Operations);
        Assert.Empty(board.Do("move", """{"elementId":"sticky","x":1,"y":2}""").Operations);
        Assert.Empty(board.Update("sticky", """{"text":"late"}""").Operations);
        Assert.Empty(board.Add(JamSamples.All[1]).Operations);
        Assert.Empty(board.Elements);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void J14_random_operations_leave_the_board_as_the_documents_say(int seed)
    {
        var random = new Random(seed);
        var board = new JamTestBoard("a");
        var model = new JamModel();
        for (var step = 0; step < Steps; step++)
        {
            var (opType, data) = Operation(random, model, step);
            model.Apply(opType, data);
            board.Do(opType, data.ToJsonString());
            var hint = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, step {step}: {opType} {data.ToJsonString()}");
            var elements = board.Elements.ToDictionary(element => element.Id, StringComparer.Ordinal);
            Assert.True(model.Elements.Keys.Order(StringComparer.Ordinal).SequenceEqual(elements.Keys.Order(StringComparer.Ordinal)), hint);
            foreach (var (id, element) in model.Elements)
            {
                JamSamples.AssertSame(element, JsonNode.Parse(elements[id].Json), hint);
            }
        }

        Assert.NotEmpty(model.Elements);
    }

    private static (string OpType, JsonObject Data) Operation(Random random, JamModel model, int step)
    {
        var ids = model.Elements.Keys.Order(StringComparer.Ordinal).ToList();
        var id = ids.Count == 0 || random.Next(20) == 0 ? $"e{random.Next(step + 1)}" : ids[random.Next(ids.Count)];
        var data = new JsonObject { ["opId"] = $"op_{step}", ["elementId"] = id, ["timestamp"] = JamTestBoard.Now + step };
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                var element = Sample(random, $"e{step}");
                (data["elementId"], data["element"]) = ($"e{step}", element);
                return ("add", data);
            case 3 when random.Next(8) == 0:
                return ("clear", data);
            case 3:
                return ("delete", data);
            case 4:
                (data["x"], data["y"]) = (Number(random), Number(random));
                return ("move", data);
            case 5:
                (data["width"], data["height"]) = (Math.Abs(Number(random)), Math.Abs(Number(random)));
                if (random.Next(2) == 0)
                {
                    data["x"] = Number(random);
                }

                return ("resize", data);
            case 6:
                data["zIndex"] = random.Next(-5, 300);
                return ("reorder", data);
            case 7:
                data["locked"] = random.Next(2) == 0;
                return ("lock", data);
            default:
                data["changes"] = Changes(random, model.Elements.GetValueOrDefault(id));
                return ("update", data);
        }
    }

    private static JsonObject Sample(Random random, string id)
    {
        var element = Samples[random.Next(Samples.Length)].DeepClone().AsObject();
        element["id"] = id;
        element["x"] = Number(random);
        return element;
    }

    // Some fields of another element of the type, as somebody would change them one by one.
    private static JsonObject Changes(Random random, JsonObject? element)
    {
        var changes = new JsonObject();
        var same = Samples.Where(sample => (string)sample["type"]! == (string?)element?["type"]).ToList();
        if (same.Count > 0)
        {
            var fields = same[random.Next(same.Count)].Where(field => field.Key is not ("id" or "type")).ToList();
            for (var i = random.Next(3); i >= 0; i--)
            {
                var (name, value) = fields[random.Next(fields.Count)];
                changes[name] = value?.DeepClone();
            }
        }

        return changes;
    }

    private static double Number(Random random) => random.Next(3) switch
    {
        0 => random.Next(-500, 500),
        1 => (random.NextDouble() - 0.5) * 2_000,
        _ => random.Next(-5_000, 5_000) / 16.0,
    };
}
