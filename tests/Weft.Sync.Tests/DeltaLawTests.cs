using Weft.Engine;
using Weft.Sync;
using Weft.Testing.Network;

namespace Weft.Sync.Tests;

public sealed class DeltaLawTests
{
    private const int Runs = 3_000;

    [Fact(DisplayName = "Law: applying a composition is applying one after the other")]
    public void Compose()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            RichText once = After(text, a);
            TextDelta b = EditGenerator.Delta(random, once);
            AssertSame(After(once, b), After(text, a.Compose(b)));
        });
    }

    [Fact(DisplayName = "Law: two concurrent deltas meet, whichever goes first")]
    public void Diamond()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            TextDelta b = EditGenerator.Delta(random, text);
            bool isBefore = random.Next(2) == 0;
            bool wins = random.Next(2) == 0;
            TextDelta one = a.Compose(b.Transform(a, !isBefore, !wins));
            TextDelta other = b.Compose(a.Transform(b, isBefore, wins));
            AssertSame(After(text, one), After(text, other));
        });
    }

    [Fact(DisplayName = "Law: the inverse gives the text back")]
    public void Invert()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            RichText changed = After(text, a);
            AssertSame(text, After(changed, a.Invert(text)));
        });
    }

    [Fact(DisplayName = "Law: composing is associative, and the form is canonical")]
    public void Associative()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            RichText second = After(text, a);
            TextDelta b = EditGenerator.Delta(random, second);
            TextDelta c = EditGenerator.Delta(random, After(second, b));
            RichText left = After(text, a.Compose(b).Compose(c));
            AssertSame(left, After(text, a.Compose(b.Compose(c))));
            Assert.Equal(a, TextDelta.Of(a.Parts));
            Assert.Equal(a, TextDelta.FromEdits(a.ToEdits()));
        });
    }

    [Fact(DisplayName = "Law: a position that is mapped over an insert and back stays")]
    public void Positions()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            int position = EditGenerator.Place(random, text);
            int before = a.MapPosition(position, isAfter: false);
            int after = a.MapPosition(position, isAfter: true);
            Assert.InRange(before, 0, after);
            Assert.InRange(after, before, text.Length + a.LengthChange);
            if (a.Parts.All(part => part.Kind != DeltaKind.Delete))
            {
                Assert.Equal(position, a.MapPositionBack(before));
                Assert.Equal(position, a.MapPositionBack(after));
            }
        });
    }

    [Fact(DisplayName = "Law: the engine's operations do what the deltas do, one after the other")]
    public void Operations()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            RichText made = text;
            var operations = new List<Operation>();
            for (int times = random.Next(4); times >= 0; times--)
            {
                TextDelta next = EditGenerator.Delta(random, made);
                operations.AddRange(next.ToOperations("body"));
                made = After(made, next);
            }

            AssertSame(made, After(text, TextDelta.FromOperations(operations)));
        });
    }

    [Fact(DisplayName = "Law: carrying over a right prediction changes nothing")]
    public void RealignedOnItself()
    {
        ForAll(random =>
        {
            RichText text = EditGenerator.Text(random);
            TextDelta a = EditGenerator.Delta(random, text);
            RichText shown = After(text, a);
            TextDelta later = EditGenerator.Delta(random, shown);
            var realignment = new Realignment(a, a);
            Assert.Equal(later, realignment.Carry(later, wasSent: false));
            Assert.True(realignment.Difference(After(shown, later), After(shown, later)).IsEmpty);
        });
    }

    internal static RichText After(RichText text, TextDelta delta)
    {
        RichText copy = text.Clone();
        delta.Apply(copy);
        return copy;
    }

    internal static void AssertSame(RichText expected, RichText actual) => Assert.Equal(expected.Runs(), actual.Runs());

    private static void ForAll(Action<Random> law)
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            try
            {
                law(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"The law fails with seed {seed}.", exception);
            }
        }
    }
}
