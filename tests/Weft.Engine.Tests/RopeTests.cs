using System.Text;

namespace Weft.Engine.Tests;

/// <summary>The rope does what a string builder does.</summary>
public sealed class RopeTests
{
    [Fact]
    public void Random_edits_agree_with_a_string_builder()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var model = new StringBuilder(Letters(random, seed % 3 == 0 ? 0 : random.Next(120)));
            var rope = new Rope(model.ToString());
            for (var step = 0; step < 100; step++)
            {
                Edit(random, rope, model);
                rope.CheckInvariants();
                Assert.Equal(model.ToString(), Read(rope));
            }

            CheckReads(random, rope, model.ToString());
        }
    }

    [Fact]
    public void Typing_here_and_there_agrees_with_a_string_builder()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var rope = new Rope();
            var model = new StringBuilder();
            for (var burst = 0; burst < 40; burst++)
            {
                Type(random, rope, model);
                Assert.Equal(model.ToString(), Read(rope));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(960)]
    [InlineData(961)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void A_rope_made_in_one_go_reads_the_same_and_can_be_edited(int length)
    {
        var random = new Random(length);
        var text = Letters(random, length);
        var rope = new Rope(text);
        rope.CheckInvariants();
        Assert.Equal(text, Read(rope));
        foreach (var position in new[] { length, length / 2, 0 })
        {
            rope.Insert(position, "new");
            text = text.Insert(position, "new");
            rope.CheckInvariants();
        }

        Assert.Equal(text, Read(rope));
    }

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(0, 19_999)]
    [InlineData(1, 19_999)]
    [InlineData(1, 19_998)]
    [InlineData(9_000, 2_000)]
    public void A_big_deletion_leaves_the_rest(int position, int length)
    {
        var text = Letters(new Random(1), 20_000);
        var rope = new Rope(text);
        rope.Delete(position, length);
        rope.CheckInvariants();
        Assert.Equal(text.Remove(position, length), Read(rope));

        // The leaves that became free are used again.
        rope.Insert(position, text.AsSpan(position, length));
        rope.CheckInvariants();
        Assert.Equal(text, Read(rope));
    }

    [Fact]
    public void A_clone_is_on_its_own()
    {
        var rope = new Rope("the first text, longer than a leaf");
        rope.Insert(3, " very");
        var clone = rope.Clone();
        rope.Insert(8, " much");
        clone.Delete(0, 9);
        rope.CheckInvariants();
        clone.CheckInvariants();
        Assert.Equal("the very much first text, longer than a leaf", Read(rope));
        Assert.Equal("first text, longer than a leaf", Read(clone));
    }

    [Fact]
    public void Deleting_little_by_little_from_everywhere_leaves_no_forest_of_small_leaves()
    {
        var random = new Random(5);
        var rope = new Rope(Letters(random, 50_000));
        while (rope.Length > 500)
        {
            rope.Delete(random.Next(rope.Length), 1);
        }

        rope.CheckInvariants();
        var chunks = 0;
        for (var at = 0; at < rope.Length; at += rope.ChunkAt(at).Length)
        {
            chunks++;
        }

#if DEBUG
        Assert.InRange(chunks, 125, 400);
#else
        Assert.InRange(chunks, 1, 8);
#endif
    }

    private static void Edit(Random random, Rope rope, StringBuilder model)
    {
        var from = random.Next(model.Length + 1);
        if (random.Next(2) == 0)
        {
            // Most edits are short; a few take many leaves.
            var inserted = Letters(random, random.Next(random.Next(4) == 0 ? 60 : 4));
            rope.Insert(from, inserted);
            model.Insert(from, inserted);
        }
        else
        {
            var length = random.Next(Math.Min(random.Next(4) == 0 ? 60 : 4, model.Length - from) + 1);
            rope.Delete(from, length);
            model.Remove(from, length);
        }
    }

    private static void Type(Random random, Rope rope, StringBuilder model)
    {
        var at = random.Next(model.Length + 1);
        for (var step = random.Next(15); step >= 0; step--)
        {
            var choice = random.Next(8);
            if (choice == 0 && at > 0)
            {
                rope.Delete(--at, 1);
                model.Remove(at, 1);
            }
            else if (choice == 1 && at < model.Length)
            {
                rope.Delete(at, 1);
                model.Remove(at, 1);
            }
            else
            {
                var inserted = Letters(random, 1);
                rope.Insert(at, inserted);
                model.Insert(at++, inserted);
            }

            rope.CheckInvariants();
        }
    }

    private static void CheckReads(Random random, Rope rope, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Assert.Equal(text[i], rope[i]);
            Assert.True(text.AsSpan(i).StartsWith(rope.ChunkAt(i)) && !rope.ChunkAt(i).IsEmpty);
        }

        var from = random.Next(text.Length + 1);
        var part = new char[random.Next(text.Length - from + 1)];
        rope.CopyTo(from, part);
        Assert.Equal(text.Substring(from, part.Length), new string(part));
        Assert.Equal(text, Read(rope.Clone()));
    }

    private static string Read(Rope rope)
    {
        var text = new char[rope.Length];
        rope.CopyTo(0, text);
        return new string(text);
    }

    private static string Letters(Random random, int length)
    {
        var letters = new char[length];
        for (var i = 0; i < length; i++)
        {
            letters[i] = (char)('a' + random.Next(26));
        }

        return new string(letters);
    }
}
