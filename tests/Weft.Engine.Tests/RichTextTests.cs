namespace Weft.Engine.Tests;

/// <summary>The rope does what a plain list of units does.</summary>
public sealed class RichTextTests
{
    [Fact]
    public void Random_edits_agree_with_a_plain_list()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var text = new RichText();
            var model = new List<(char Character, JsonValue? Embed, Properties Attributes)>();
            for (var step = 0; step < 60; step++)
            {
                Edit(random, text, model);
                text.CheckInvariants();
                Assert.Equal(string.Concat(model.Select(unit => unit.Character)), text.ToString());
                Assert.Equal(model, Units(text));
            }

            Assert.Equal(text.Runs(), text.Clone().Runs());
            Assert.Equal(text.Runs(), RichText.From(text.Runs()).Runs());
            CheckParts(random, text);
        }
    }

    [Fact]
    public void Many_short_runs_agree_with_a_plain_list()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var text = new RichText();
            var model = new List<(char Character, JsonValue? Embed, Properties Attributes)>();
            for (var step = 0; step < 150; step++)
            {
                WriteRun(random, text, model);
                text.CheckInvariants();
            }

            Assert.Equal(model, Units(text));
            while (model.Count > 0)
            {
                WriteOver(random, text, model);
                text.CheckInvariants();
                Assert.Equal(model, Units(text));
            }
        }
    }

    [Fact]
    public void A_clone_is_on_its_own()
    {
        var text = new RichText();
        text.Insert(0, "one two", Properties.Empty);
        text.Format(0, 3, "bold", JsonValue.True);
        var clone = text.Clone();
        text.Format(0, 7, "bold", JsonValue.Null);
        clone.Delete(1, 1);
        Assert.Equal([new TextRun("one two", null, Properties.Empty)], text.Runs());
        Assert.Equal(
            [new TextRun("oe", null, Properties.Of("bold", JsonValue.True)), new TextRun(" two", null, Properties.Empty)],
            clone.Runs());
    }

    [Fact]
    public void A_text_is_plain_without_attributes_and_embeds()
    {
        var text = RichText.OfPlain("some text");
        Assert.True(text.IsPlain);
        text.Insert(4, " more", Properties.Of("bold", JsonValue.Null));
        text.Format(0, 4, "bold", JsonValue.Null);
        Assert.True(text.IsPlain);
        text.Format(0, 4, "bold", JsonValue.True);
        Assert.False(text.IsPlain);
        text.Format(0, 5, "bold", JsonValue.Null);
        Assert.True(text.IsPlain);
        text.InsertEmbed(0, JsonValue.True, Properties.Empty);
        Assert.False(text.IsPlain);
        text.Delete(0, text.Length);
        Assert.True(text.IsPlain);
        text.CheckInvariants();
    }

    [Fact]
    public void Chunks_follow_one_another_to_the_end()
    {
        var text = RichText.OfPlain(new string('a', 3000));
        text.Insert(1500, "bcdefgh", Properties.Empty);
        var read = new System.Text.StringBuilder();
        while (text.TryGetChunk(read.Length, out var chunk))
        {
            read.Append(chunk);
        }

        Assert.Equal(text.ToString(), read.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => text.TryGetChunk(text.Length + 1, out _));
        var part = new char[9];
        text.CopyTo(1499, part);
        Assert.Equal("abcdefgha", new string(part));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.CopyTo(text.Length - 8, part));
    }

    [Fact]
    public void Surrogates_are_found_where_they_are()
    {
        var text = RichText.OfPlain(new string('a', 2000));
        Assert.False(text.HasSurrogates(0, 2000));
        text.Insert(1000, "\U0001F600", Properties.Empty);
        Assert.True(text.HasSurrogates(0, 2002));
        Assert.True(text.HasSurrogates(1001, 1));
        Assert.False(text.HasSurrogates(0, 1000));
        Assert.False(text.HasSurrogates(1002, 1000));
    }

    [Fact]
    public void Typing_allocates_nothing()
    {
        var text = RichText.OfPlain(new string('a', 10_000));
        AssertSteady(() => Type(text, Properties.Empty, 1));
        AssertSteady(() => Type(text, Properties.Empty, 997));
    }

    [Fact]
    public void Typing_among_attributes_allocates_nothing()
    {
        var text = RichText.OfPlain(new string('a', 10_000));
        for (var i = 0; i < 10_000; i += 20)
        {
            text.Format(i, 10, "bold", JsonValue.True);
        }

        var attributes = Properties.Of("bold", JsonValue.True);
        AssertSteady(() => Type(text, attributes, 1));
        AssertSteady(() => Type(text, attributes, 997));
    }

    // 1,000 keystrokes, of which the later half takes back the earlier one.
    private static void Type(RichText text, Properties attributes, int step)
    {
        for (var i = 0; i < 500; i++)
        {
            text.Insert((5_000 + (i * step)) % 10_000, "x", attributes);
        }

        for (var i = 499; i >= 0; i--)
        {
            text.Delete((5_000 + (i * step)) % 10_000, 1);
        }
    }

    private static void AssertSteady(Action edits)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            edits();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        edits();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void WriteRun(Random random, RichText text, List<(char Character, JsonValue? Embed, Properties Attributes)> model)
    {
        var at = random.Next(model.Count + 1);
        var attributes = Properties.Of("size", JsonValue.FromNumber(random.Next(5)));
        if (random.Next(5) == 0)
        {
            text.InsertEmbed(at, JsonValue.True, attributes);
            model.Insert(at, ('\uFFFC', JsonValue.True, attributes));
        }
        else
        {
            text.Insert(at, "ab", attributes);
            model.InsertRange(at, [('a', null, attributes), ('b', null, attributes)]);
        }
    }

    // Formats and deletes over many runs, and so over the borders of chunks.
    private static void WriteOver(Random random, RichText text, List<(char Character, JsonValue? Embed, Properties Attributes)> model)
    {
        var from = random.Next(model.Count);
        var length = random.Next(model.Count - from) + 1;
        if (random.Next(3) == 0)
        {
            length = Math.Min(length, 40);
            text.Delete(from, length);
            model.RemoveRange(from, length);
            return;
        }

        var value = random.Next(3) == 0 ? JsonValue.Null : JsonValue.FromNumber(random.Next(2));
        text.Format(from, length, "size", value);
        for (var i = from; i < from + length; i++)
        {
            model[i] = model[i] with { Attributes = model[i].Attributes.Written("size", value) };
        }
    }

    [Fact]
    public void A_range_beyond_the_text_is_an_error()
    {
        var text = new RichText();
        text.Insert(0, "abc", Properties.Empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Insert(4, "x", Properties.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Insert(-1, "x", Properties.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Delete(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Format(3, 1, "bold", JsonValue.True));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Substring(2, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => text[3]);
        Assert.Equal("abc", text.ToString());
    }

    [Fact]
    public void Neighbours_of_equal_attributes_are_one_run()
    {
        var text = new RichText();
        text.Insert(0, new string('x', 1000), Properties.Empty);
        text.Format(100, 800, "bold", JsonValue.True);
        text.Format(200, 100, "bold", JsonValue.Null);
        text.Format(200, 100, "bold", JsonValue.True);
        Assert.Equal([100, 800, 100], text.Runs().Select(run => run.Length));
        text.Format(0, 1000, "bold", JsonValue.Null);
        Assert.Equal(new TextRun(new string('x', 1000), null, Properties.Empty), Assert.Single(text.Runs()));
    }

    private static void Edit(Random random, RichText text, List<(char Character, JsonValue? Embed, Properties Attributes)> model)
    {
        var from = random.Next(model.Count + 1);
        var length = random.Next(Math.Min(12, model.Count - from) + 1);
        var attributes = random.Next(3) == 0 ? Properties.Of("bold", JsonValue.True) : Properties.Empty;
        switch (random.Next(5))
        {
            case 0:
                text.Delete(from, length);
                model.RemoveRange(from, length);
                break;
            case 1:
                var value = random.Next(2) == 0 ? JsonValue.Null : JsonValue.FromNumber(random.Next(2));
                text.Format(from, length, "size", value);
                for (var i = from; i < from + length; i++)
                {
                    model[i] = model[i] with { Attributes = model[i].Attributes.Written("size", value) };
                }

                break;
            case 2:
                text.InsertEmbed(from, JsonValue.FromNumber(7), attributes);
                model.Insert(from, ('\uFFFC', JsonValue.FromNumber(7), attributes));
                break;
            default:
                var inserted = "abcdefghijklmnop"[..random.Next(17)];
                text.Insert(from, inserted, attributes);
                model.InsertRange(from, inserted.Select(character => (character, (JsonValue?)null, attributes)));
                break;
        }
    }

    private static void CheckParts(Random random, RichText text)
    {
        var whole = text.ToString();
        for (var i = 0; i < 10; i++)
        {
            var from = random.Next(whole.Length + 1);
            var length = random.Next(whole.Length - from + 1);
            Assert.Equal(whole.Substring(from, length), text.Substring(from, length));
            Assert.True(from == whole.Length || text[from] == whole[from]);
        }
    }

    private static IEnumerable<(char Character, JsonValue? Embed, Properties Attributes)> Units(RichText text) =>
        text.Runs().SelectMany(run => (run.Text ?? "\uFFFC").Select(character => (character, run.Embed, run.Attributes)));
}
