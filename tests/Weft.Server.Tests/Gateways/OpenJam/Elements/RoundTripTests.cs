using System.Text.Json.Nodes;
using Weft.Engine;
using JsonValue = Weft.Engine.JsonValue;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>What OpenJam puts on a board comes back as it was.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Samples => [.. JamSamples.All];

    [Theory]
    [MemberData(nameof(Samples))]
    public void J05_an_element_comes_back_with_every_field_as_it_was(string element)
    {
        var board = new JamTestBoard("a");
        board.Add(element);
        JamSamples.AssertSame(JsonNode.Parse(element), JsonNode.Parse(Assert.Single(board.Elements).Json));
    }

    [Fact]
    public void J05_a_whole_board_comes_back_in_its_order_however_it_was_sent()
    {
        var added = new JamTestBoard("a");
        var saved = new JamTestBoard("b");
        foreach (var element in JamSamples.All)
        {
            added.Add(element);
        }

        saved.Take(JamWriter.TakeAsTruth(saved.Items, JamTestBoard.Json($"[{string.Join(',', JamSamples.All)}]"), JamTestBoard.Now));
        foreach (var board in (JamTestBoard[])[added, saved])
        {
            var elements = board.Elements.ToDictionary(element => element.Id, StringComparer.Ordinal);
            Assert.Equal(JamSamples.All.Count, elements.Count);
            Assert.All(JamSamples.All.Select(JamSamples.Object), sample => JamSamples.AssertSame(sample, JsonNode.Parse(elements[(string)sample["id"]!].Json)));
            Assert.Equal(board.Elements.Select(element => element.ZIndex).Order(), board.Elements.Select(element => element.ZIndex));
        }
    }

    [Fact]
    public void J05_what_was_saved_and_loaded_again_is_no_change()
    {
        var board = new JamTestBoard("a");
        foreach (var element in JamSamples.All)
        {
            board.Add(element);
        }

        var list = $"[{string.Join(',', board.Elements.Select(element => element.Json))}]";
        Assert.Empty(JamWriter.TakeAsTruth(board.Items, JamTestBoard.Json(list), JamTestBoard.Now).Operations);
        Assert.Empty(JamWriter.Merge(board.Items, JamTestBoard.Json(list), JamTestBoard.Now, _ => 0).Operations);
        Assert.All(board.Elements, element => Assert.Empty(board.Add(element.Json).Operations));
    }

    [Fact]
    public void An_element_without_a_place_gets_one()
    {
        var board = new JamTestBoard("a");
        board.Add("""{"id":"a","type":"sticky"}""");
        var element = board.Element("a").Fields;
        Assert.Equal(200, element.Number("width"));
        Assert.All(["x", "y", "rotation", "zIndex", "opacity", "createdAt", "updatedAt"], name => Assert.NotNull(JamValues.Number(element.Get(name))));
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(1, "a1")]
    [InlineData(61, "az")]
    [InlineData(62, "b00")]
    [InlineData(-1, "Zz")]
    [InlineData(-62, "Z0")]
    [InlineData(-63, "Yzz")]
    [InlineData(1.5, "a1V")]
    [InlineData(-0.5, "ZzV")]
    public void A_place_in_the_stack_is_an_order_key(double number, string key)
    {
        Assert.Equal(key, StackPlace.KeyOf(number));
        Assert.Equal(number, StackPlace.NumberOf(Properties.Of("index", JsonValue.FromString(key))));
    }

    [Fact]
    public void Order_keys_are_in_the_order_of_their_numbers()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(-9_000, 18_000).Select(n => (double)n)
            .Concat(Enumerable.Range(0, 2_000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(16)))).Distinct().Order().ToList();
        var keys = numbers.Select(StackPlace.KeyOf).ToList();
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.All(numbers.Zip(keys), pair => Assert.Equal(pair.First, StackPlace.NumberOf(Properties.Of("index", JsonValue.FromString(pair.Second))), 1e-6));
    }
}
