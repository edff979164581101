using Weft.Testing.Oracle;

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
            var reader = Merged(common, typed, new Random(seed));
            var byBatch = new Document();
            Assert.Equal(MergeStatus.Applied, byBatch.MergeAll(reader.Document.EncodeSince(Version.Root)));
            texts.Add(reader.Text);
            texts.Add(byBatch.Text("body").ToString()!);
        }

        var text = Assert.Single(texts);
        Assert.All(["hello", "world", "12345"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal("[helloworld12345]".Length, text.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "L-37")]
    public void What_many_type_forwards_and_backwards_at_few_places_never_interleaves_and_is_as_the_oracle_says(bool byBatch)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var start = new Author("start").Insert(0, "[|]");
            var typed = new List<Change[]>();
            var words = Enumerable.Range(0, random.Next(2, 6)).Select(who => new string((char)('A' + who), random.Next(1, 7))).ToArray();
            foreach (var word in words)
            {
                typed.Add(Typed(start, $"author{random.Next(1000):d3}{word[0]}", random.Next(1, 3), word, random.Next(2) == 0));
            }

            var reader = new Document();
            if (byBatch)
            {
                reader.Merge(start);
                foreach (var changes in typed)
                {
                    var own = new Document();
                    own.Merge(start);
                    Array.ForEach(changes, change => own.Merge(change));
                    Assert.Equal(MergeStatus.Applied, reader.MergeAll(own.EncodeSince(Version.Of(start.LastEvent))));
                }
            }
            else
            {
                reader = Merged(start, typed, random).Document;
            }

            var text = reader.Text("body").ToString()!;
            Assert.Equal(ToldBy(start, typed), text);
            Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        }
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

    private static Author Merged(Change common, List<Change[]> typed, Random random)
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

        return reader;
    }

    private static Change[] Typed(Change start, string name, int position, string word, bool backwards)
    {
        var author = new Author(name);
        author.Receive(start);
        return author.Type(position, word, backwards);
    }

    private static string ToldBy(Change start, List<Change[]> typed)
    {
        var oracle = new OracleDocument();
        foreach (var change in typed.SelectMany(changes => changes).Prepend(start))
        {
            Assert.Null(oracle.Add(change));
        }

        return Assert.Single(oracle.Runs("body", oracle.Past(Version.Of(typed.Select(changes => changes[^1].LastEvent))))).Text!;
    }
}
