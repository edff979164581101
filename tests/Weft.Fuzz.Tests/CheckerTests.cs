namespace Weft.Fuzz.Tests;

/// <summary>The fuzzer finds what is there to be found, and makes it small.</summary>
[Collection(nameof(Fuzzer))]
public sealed class CheckerTests
{
    [Theory]
    [InlineData("throws", "InvalidOperationException in Planted.Run")]
    [InlineData("allocates", "allocated")]
    [InlineData("holds", "held")]
    [InlineData("works", "took")]
    public void A_planted_fault_is_found_and_made_small(string fault, string kind)
    {
        var fuzzer = new Fuzzer(new Planted(fault), seed: 1, measurements: 3);

        var finding = fuzzer.Run(20_000);

        Assert.NotNull(finding);
        Assert.Equal(kind, finding.Kind);
        Assert.Equal([(byte)'!'], finding.Input);
    }

    [Fact]
    public void An_input_can_be_made_again_by_its_number()
    {
        var one = new Fuzzer(new Planted("throws"), seed: 7);
        var other = new Fuzzer(new Planted("throws"), seed: 7);

        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(one.Make(number), other.Make(number)));
        Assert.Contains(Enumerable.Range(0, 100), number => !one.Make(number).AsSpan().SequenceEqual(one.Make(number + 1)));
    }

    [Fact]
    public void What_is_let_go_at_once_is_not_held()
    {
        var finding = new Fuzzer(new Planted("lets go"), seed: 1).Run(500);

        Assert.Null(finding);
    }

    private sealed class Planted(string fault) : FuzzTarget("planted", 1, ["a good input"u8.ToArray()])
    {
        public override int Turnover => fault is "holds" or "lets go" ? 1_000 : 1;

        public override byte[] Mutate(byte[] sample, Random random)
        {
            var bytes = ByteMutator.Mutate(sample, sample, random);
            return random.Next(50) == 0 ? [.. bytes, (byte)'!'] : [.. bytes.Select(b => b == '!' ? (byte)' ' : b)];
        }

        public override bool Run(byte[] input)
        {
            if (!input.Contains((byte)'!'))
            {
                return false;
            }

            switch (fault)
            {
                case "throws":
                    throw new InvalidOperationException("planted");
                case "holds":
                    var held = Enumerable.Range(0, 100).Select(_ => new byte[100_000]).ToList();
                    Thread.SpinWait(10_000);
                    GC.KeepAlive(held);
                    break;
                case "lets go":
                    for (var i = 0; i < 100; i++)
                    {
                        GC.KeepAlive(new byte[100_000]);
                    }

                    break;
                case "allocates":
                    GC.KeepAlive(new byte[100_000_000]);
                    break;
                default:
                    for (var until = ThreadClock.Now() + Cost.TimeFor(0) + TimeSpan.FromMilliseconds(10); ThreadClock.Now() < until;)
                    {
                        Thread.SpinWait(10);
                    }

                    break;
            }

            return true;
        }
    }
}
