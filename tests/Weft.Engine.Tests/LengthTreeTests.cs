namespace Weft.Engine.Tests;

/// <summary>The tree of lengths does what a plain list of leaves does.</summary>
public sealed class LengthTreeTests
{
    [Fact]
    public void Random_edits_agree_with_a_plain_list()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var model = Start(random, out var tree);
            for (var step = 0; step < 200; step++)
            {
                // Grows first and shrinks then, so that roots come and go.
                Edit(random, tree, model, step < 100 ? 3 : 7);
                tree.CheckInvariants();
                CheckFind(random, tree, model);
            }

            CheckOrder(tree, model);
            CheckOrder(tree.Clone(), model);
        }
    }

    [Fact]
    public void A_leaf_taken_back_is_given_out_again()
    {
        var tree = new LengthTree(1);
        var added = tree.InsertAfter(0, 2);
        tree.Remove(added);
        Assert.Equal(added, tree.InsertAfter(0, 3));
        Assert.Equal(3, tree.LengthOf(added));
    }

    [Fact]
    public void A_leaf_without_length_is_never_found_but_at_the_start()
    {
        var tree = new LengthTree(0);
        var second = tree.InsertAfter(0, 5);
        var third = tree.InsertAfter(second, 0);
        Assert.Equal(0, tree.Find(0, out _, out _));
        Assert.Equal(second, tree.Find(1, out _, out _));
        Assert.Equal(second, tree.Find(5, out _, out _));
        Assert.Equal(third, tree.Next(second));
    }

    private static List<(int Leaf, int Length)> Start(Random random, out LengthTree tree)
    {
        var lengths = new int[random.Next(1, 100)];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = random.Next(1, 9);
        }

        tree = lengths.Length == 1 ? new LengthTree(lengths[0]) : new LengthTree(lengths);
        tree.CheckInvariants();
        return [.. lengths.Select((length, leaf) => (leaf, length))];
    }

    private static void Edit(Random random, LengthTree tree, List<(int Leaf, int Length)> model, int removals)
    {
        var at = random.Next(model.Count);
        var (leaf, length) = model[at];
        var choice = random.Next(10);
        if (choice < removals && model.Count > 1)
        {
            tree.Remove(leaf);
            model.RemoveAt(at);
        }
        else if (choice < 8)
        {
            var added = random.Next(1, 9);
            model.Insert(at + 1, (tree.InsertAfter(leaf, added), added));
        }
        else
        {
            var change = random.Next(1 - length, 9);
            tree.Add(leaf, change);
            model[at] = (leaf, length + change);
        }
    }

    private static void CheckFind(Random random, LengthTree tree, List<(int Leaf, int Length)> model)
    {
        var position = random.Next(1, model.Sum(leaf => leaf.Length) + 1);
        var (index, start) = (0, 0);
        while (start + model[index].Length < position)
        {
            start += model[index++].Length;
        }

        Assert.Equal(model[index].Leaf, tree.Find(position, out var foundStart, out var foundLength));
        Assert.Equal((start, model[index].Length), (foundStart, foundLength));
        Assert.Equal(model[0].Leaf, tree.Find(0, out _, out _));
    }

    private static void CheckOrder(LengthTree tree, List<(int Leaf, int Length)> model)
    {
        Assert.Equal(model[0].Leaf, tree.First);
        for (var i = 0; i < model.Count; i++)
        {
            Assert.Equal(model[i].Length, tree.LengthOf(model[i].Leaf));
            Assert.Equal(i == 0 ? LengthTree.None : model[i - 1].Leaf, tree.Previous(model[i].Leaf));
            Assert.Equal(i == model.Count - 1 ? LengthTree.None : model[i + 1].Leaf, tree.Next(model[i].Leaf));
        }
    }
}
