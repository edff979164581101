using System.Text;
using Weft.Kinds;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>A file of another program that becomes a document.</summary>
internal sealed class ImportTarget : FuzzTarget
{
    private readonly DocumentKind _kind;

    public ImportTarget(string kind, int share, params string[] samples)
        : base("file of a " + kind, share, [.. samples.Select(Encoding.UTF8.GetBytes)]) => _kind = DocumentKinds.Find(kind)!;

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var other = Samples[random.Next(Samples.Count)];
        return random.Next(5) == 0 ? ByteMutator.Mutate(sample, other, random) : JsonMutator.Mutate(sample, other, random);
    }

    /// <summary>An item is read from lists and texts that are let go when the next is read.</summary>
    public override int Turnover => 2;

    public override bool Run(byte[] input) => _kind.Import(input) is Imported;
}
