using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>Random edits of texts that never split a surrogate pair.</summary>
public static class EditGenerator
{
    private static readonly string[] s_words = ["a", "b", "Z", "word", " ", "\n", "é", "😀", "x😀y", "longer text"];

    /// <summary>A random text, often with attributes, pairs and embeds.</summary>
    public static RichText Text(Random random)
    {
        var text = new RichText();
        for (int i = random.Next(6); i > 0; i--)
        {
            Delta(random, text).Apply(text);
        }

        return text;
    }

    /// <summary>One to three edits of a text, as a delta.</summary>
    public static TextDelta Delta(Random random, IReadOnlyText text) => TextDelta.FromEdits(Edits(random, text));

    /// <summary>One to three edits of a text, in its offsets.</summary>
    public static ImmutableArray<TextEdit> Edits(Random random, IReadOnlyText text)
    {
        int[] places = Enumerable.Range(0, 2 * random.Next(1, 4)).Select(_ => Place(random, text)).Order().ToArray();
        return [.. places.Chunk(2).Select(pair => Edit(random, pair[0], Near(random, text, pair)))];
    }

    /// <summary>A random position that splits no surrogate pair.</summary>
    public static int Place(Random random, IReadOnlyText text)
    {
        int position = random.Next(text.Length + 1);
        return IsInsidePair(text, position) ? position - 1 : position;
    }

    /// <summary>Whether a position lies between the halves of a surrogate pair.</summary>
    public static bool IsInsidePair(IReadOnlyText text, int position) =>
        position > 0 && position < text.Length && char.IsSurrogatePair(text[position - 1], text[position]);

    private static int Near(Random random, IReadOnlyText text, int[] pair)
    {
        // Mostly insertions and short deletions, so that a text grows.
        int to = random.Next(3) == 0 ? pair[1] : Math.Min(pair[1], pair[0] + random.Next(3));
        return IsInsidePair(text, to) ? to + 1 : to;
    }

    private static TextEdit Edit(Random random, int from, int to) => random.Next(8) switch
    {
        0 when to > from => new TextEdit(from, to),
        1 when to > from => new TextEdit(from, to, null, Attributes(random, withNull: true)),
        2 => new TextEdit(from, to, TextContent.Of(new RawJson("{\"image\":\"a.png\"}")), null),
        3 => new TextEdit(from, to, Word(random), Attributes(random, withNull: false)),
        _ => new TextEdit(from, to, Word(random), null),
    };

    private static TextContent Word(Random random) => TextContent.Of(s_words[random.Next(s_words.Length)]);

    private static Dictionary<string, RawJson> Attributes(Random random, bool withNull) => random.Next(4) switch
    {
        0 => new(StringComparer.Ordinal) { ["bold"] = RawJson.Of(true) },
        1 => new(StringComparer.Ordinal) { ["bold"] = withNull ? RawJson.Null : RawJson.Of(true), ["size"] = RawJson.Of(2) },
        2 => new(StringComparer.Ordinal) { ["link"] = RawJson.Of("x/é") },
        _ => new(StringComparer.Ordinal) { ["size"] = withNull ? RawJson.Null : RawJson.Of(3) },
    };
}
