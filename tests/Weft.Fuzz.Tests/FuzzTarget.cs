namespace Weft.Fuzz.Tests;

/// <summary>Something that takes what strangers send. One thread uses it.</summary>
internal abstract class FuzzTarget
{
    private protected FuzzTarget(string name, int share, IReadOnlyList<byte[]> samples) => (Name, Share, Samples) = (name, share, samples);

    public string Name { get; }

    /// <summary>How many of a hundred inputs are for it.</summary>
    public int Share { get; }

    /// <summary>Good inputs, from which bad ones are made.</summary>
    public IReadOnlyList<byte[]> Samples { get; }

    /// <summary>Makes another input of a sample: mostly almost right, so that it gets far.</summary>
    public abstract byte[] Mutate(byte[] sample, Random random);

    /// <summary>Does with an input what a server would, and throws what must not be.</summary>
    /// <returns>Whether the input was taken, not refused.</returns>
    public abstract bool Run(byte[] input);

    /// <summary>Bytes that the input stands for: more than its own where it is compressed within the format's bounds.</summary>
    public virtual long SizeOf(byte[] input) => input.Length;

    /// <summary>How many messages an input consists of; each may cost what a tiny one costs.</summary>
    public virtual int PartsOf(byte[] input) => 1;

    /// <summary>
    /// How often what an input may hold at once may be allocated on the way. Where it is more than once, what is held is measured, too.
    /// </summary>
    public virtual int Turnover => 1;

    public override string ToString() => Name;
}
