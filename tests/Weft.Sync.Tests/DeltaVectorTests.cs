using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weft.Engine;
using Weft.Protocol;
using Weft.Testing.Network;

namespace Weft.Sync.Tests;

/// <summary>Makes tests/vectors/delta.json, which the SDKs in other languages are held by.</summary>
public sealed class DeltaVectorTests
{
    private const int RandomCases = 40;

    [Fact(DisplayName = "The delta vectors are what the code makes")]
    public void Vectors()
    {
        var content = new JsonObject
        {
            ["apply"] = Cases(Apply),
            ["compose"] = Cases(Compose),
            ["transform"] = Cases(Transform),
            ["map"] = Cases(Map),
            ["invert"] = Cases(Invert),
            ["realign"] = RealignCases(),
        };
        Assert.Null(GoldenFile.Compare("delta.json", content));
    }

    private static JsonArray Cases(Func<RichText, Random, JsonObject> make)
    {
        var cases = new JsonArray();
        for (int seed = 0; seed < RandomCases; seed++)
        {
            var random = new Random(seed);
            cases.Add((JsonNode)make(seed == 0 ? Plain("") : EditGenerator.Text(random), random));
        }

        return cases;
    }

    private static JsonObject Apply(RichText text, Random random)
    {
        TextDelta delta = EditGenerator.Delta(random, text);
        return new JsonObject
        {
            ["text"] = WireNodes.Of(text),
            ["delta"] = WireNodes.Of(delta),
            ["result"] = WireNodes.Of(DeltaLawTests.After(text, delta)),
        };
    }

    private static JsonObject Compose(RichText text, Random random)
    {
        TextDelta a = EditGenerator.Delta(random, text);
        TextDelta b = EditGenerator.Delta(random, DeltaLawTests.After(text, a));
        return new JsonObject
        {
            ["a"] = WireNodes.Of(a),
            ["b"] = WireNodes.Of(b),
            ["result"] = WireNodes.Of(a.Compose(b)),
        };
    }

    private static JsonObject Transform(RichText text, Random random)
    {
        TextDelta a = EditGenerator.Delta(random, text);
        TextDelta b = EditGenerator.Delta(random, text);
        bool before = random.Next(2) == 0;
        bool wins = random.Next(2) == 0;
        return new JsonObject
        {
            ["delta"] = WireNodes.Of(a),
            ["over"] = WireNodes.Of(b),
            ["before"] = before,
            ["wins"] = wins,
            ["result"] = WireNodes.Of(a.Transform(b, before, wins)),
        };
    }

    private static JsonObject Map(RichText text, Random random)
    {
        TextDelta delta = EditGenerator.Delta(random, text);
        return new JsonObject
        {
            ["delta"] = WireNodes.Of(delta),
            ["before"] = Numbers(text.Length, position => delta.MapPosition(position, isAfter: false)),
            ["after"] = Numbers(text.Length, position => delta.MapPosition(position, isAfter: true)),
            ["back"] = Numbers(text.Length + delta.LengthChange, delta.MapPositionBack),
        };
    }

    private static JsonObject Invert(RichText text, Random random)
    {
        TextDelta delta = EditGenerator.Delta(random, text);
        return new JsonObject
        {
            ["text"] = WireNodes.Of(text),
            ["delta"] = WireNodes.Of(delta),
            ["result"] = WireNodes.Of(delta.Invert(text)),
        };
    }

    private static JsonArray RealignCases()
    {
        var cases = new JsonArray
        {
            (JsonNode)Realign(Plain("xy"), [Insert(1, "one")], [Insert(4, "one")], [[Insert(4, " two")]], "other"),
            (JsonNode)Realign(Plain("xy"), [Insert(1, "one")], [Insert(2, "one")], [[Insert(2, "-")], [Insert(0, "^")]], null),
            (JsonNode)Realign(Plain("ab😀c"), [Insert(2, "I"), Insert(5, "J")], [Insert(0, "IJ")], [[new TextEdit(2, 3)], [Insert(5, "!")]], null),
            (JsonNode)Realign(Plain("abc"), [Insert(3, "w")], [Insert(0, "w")], [[new TextEdit(0, 4, null, Bold())], [Insert(4, "s")]], null),
            (JsonNode)Realign(Plain("Qab"), [Insert(0, "X")], [Insert(1, "X")], [[Insert(1, "1"), Insert(2, "2")], [new TextEdit(1, 2)]], null, sent: true),
        };
        for (int seed = 0; seed < RandomCases; seed++)
        {
            cases.Add((JsonNode)RandomRealign(new Random(seed), sent: false));
            cases.Add((JsonNode)RandomRealign(new Random(seed), sent: true));
        }

        return cases;
    }

    /// <summary>A word typed somewhere, saved somewhere else, with two later edits.</summary>
    private static JsonObject RandomRealign(Random random, bool sent)
    {
        RichText text = EditGenerator.Text(random);
        TextDelta predicted = Words(random, text);
        ImmutableArray<DeltaPart> inserted = [.. predicted.Parts.Where(part => part.Kind == DeltaKind.Insert)];
        int place = EditGenerator.Place(random, text);
        TextDelta actual = TextDelta.Of([DeltaPart.Keep(place), .. inserted]);
        RichText shown = DeltaLawTests.After(text, predicted);
        TextDelta first = EditGenerator.Delta(random, shown);
        TextDelta second = EditGenerator.Delta(random, DeltaLawTests.After(shown, first));
        return Realign(text, predicted, actual, [first, second], sent);
    }

    private static TextDelta Words(Random random, RichText text)
    {
        int[] places = [.. new[] { EditGenerator.Place(random, text), EditGenerator.Place(random, text) }.Order()];
        return TextDelta.FromEdits([Insert(places[0], "one"), Insert(places[1], "😀")]);
    }

    private static JsonObject Realign(
        RichText text, TextEdit[] predicted, TextEdit[] actual, TextEdit[][] later, string? others, bool sent = false)
    {
        if (others is not null)
        {
            text.Insert(1, others, Properties.Empty);
            actual = [Insert(1 + others.Length, "one")];
        }

        return Realign(text, TextDelta.FromEdits(predicted), TextDelta.FromEdits(actual), [.. later.Select(TextDelta.FromEdits)], sent);
    }

    private static JsonObject Realign(RichText text, TextDelta predicted, TextDelta actual, TextDelta[] later, bool sent)
    {
        var realignment = new Realignment(predicted, actual);
        TextDelta[] carried = [.. later.Select(edit => realignment.Carry(edit, sent))];
        RichText former = DeltaLawTests.After(text, predicted.Compose(TextDelta.ComposeAll(later)));
        RichText present = DeltaLawTests.After(text, actual.Compose(TextDelta.ComposeAll(carried)));
        TextDelta difference = realignment.Difference(former, present);
        DeltaLawTests.AssertSame(present, DeltaLawTests.After(former, difference));
        return new JsonObject
        {
            ["text"] = WireNodes.Of(text),
            ["predicted"] = WireNodes.Of(predicted),
            ["actual"] = WireNodes.Of(actual),
            ["later"] = new JsonArray([.. later.Select(WireNodes.Of)]),
            ["sent"] = sent,
            ["carried"] = new JsonArray([.. carried.Select(WireNodes.Of)]),
            ["result"] = WireNodes.Of(present),
        };
    }

    private static JsonArray Numbers(int length, Func<int, int> map) =>
        new([.. Enumerable.Range(0, length + 1).Select(position => (JsonNode)map(position))]);

    private static TextEdit Insert(int at, string text) => new(at, at, TextContent.Of(text));

    private static Dictionary<string, RawJson> Bold() => new(StringComparer.Ordinal) { ["bold"] = RawJson.Of(true) };

    private static RichText Plain(string text)
    {
        var rich = new RichText();
        if (text.Length > 0)
        {
            rich.Insert(0, text, Properties.Empty);
        }

        return rich;
    }
}
