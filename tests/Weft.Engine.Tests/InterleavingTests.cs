namespace Weft.Engine.Tests;

/// <summary>
/// [L-37] What authors type at one place at once stands one after the other, on every replica in the same order.
/// </summary>
public sealed class InterleavingTests
{
    public static TheoryData<bool, bool, bool> Directions => new()
    {
        { false, false, false }, { true, true, true }, { false, true, false }, { true, false, true },
    };

    [Theory]
    [MemberData(nameof(Directions))]
    [Trait("Requirement", "L-37")]
    public void What_three_authors_type_at_one_place_never_interleaves(bool ada, bool bob, bool cleo)
    {
        var start = new Author("start");
        var common = start.Insert(0, "[]");
        var typed = new List<Change[]>();
        foreach (var (name, word, backwards) in new[] { ("ada", "hello", ada), ("bob", "world", bob), ("cleo", "12345", cleo) })
        {
            var author = new Author(name);
            author.Receive(common);
            typed.Add(author.Type(1, word, backwards));
        }

        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 200; seed++)
        {
            texts.Add(Merged(common, typed, new Random(seed)));
        }

        var text = Assert.Single(texts);
        Assert.All(["hello", "world", "12345"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal("[helloworld12345]".Length, text.Length);
    }

    [Fact]
    [Trait("Requirement", "L-37")]
    public void Of_two_authors_at_one_place_the_lesser_name_comes_first()
    {
        Author ada = new("ada"), bob = new("bob");
        var a = ada.Insert(0, "A");
        var b = bob.Insert(0, "B");

        Assert.Equal([new InsertText("body", 1, "B", Properties.Empty)], ada.Receive(b));
        Assert.Equal([new InsertText("body", 0, "A", Properties.Empty)], bob.Receive(a));
        Assert.Equal("AB", ada.Text);
        Assert.Equal("AB", bob.Text);
    }

    [Fact]
    public void A_run_that_was_inserted_at_once_is_split_by_who_inserts_in_its_middle()
    {
        Author ada = new("ada"), bob = new("bob"), cleo = new("cleo");
        var run = ada.Insert(0, "abcd");
        bob.Receive(run);
        var middle = bob.Insert(2, "--");
        var front = cleo.Insert(0, "0");

        cleo.Receive(run, middle);
        ada.Receive(front, middle);
        bob.Receive(front);

        Assert.Equal("ab--cd0", ada.Text);
        Assert.Equal(ada.Text, bob.Text);
        Assert.Equal(ada.Text, cleo.Text);
    }

    private static string Merged(Change common, List<Change[]> typed, Random random)
    {
        var reader = new Author("reader");
        reader.Receive(common);
        var next = new int[typed.Count];
        for (var left = typed.Sum(changes => changes.Length); left > 0;)
        {
            var who = random.Next(typed.Count);
            if (next[who] < typed[who].Length)
            {
                reader.Receive(typed[who][next[who]++]);
                left--;
            }
        }

        return reader.Text;
    }
}
