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
            }

            Assert.Equal(model, Units(text));
            Assert.Equal(text.Runs(), text.Clone().Runs());
            CheckParts(random, text);
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
