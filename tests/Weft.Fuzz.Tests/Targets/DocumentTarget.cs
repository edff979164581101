using Weft.Engine;
using Weft.Testing.Generators;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>A saved document with its history, of both formats: opened, its history read, and saved again.</summary>
internal sealed class DocumentTarget() : FuzzTarget("document", 8, DocumentSamples.All)
{
    public override byte[] Mutate(byte[] sample, Random random) => DocumentSamples.Mutate(sample, Samples[random.Next(Samples.Count)], random);

    public override long SizeOf(byte[] input) => DocumentSamples.SizeOf(input);

    public override bool Run(byte[] input)
    {
        if (!Document.TryLoad(input, out var document, out _))
        {
            return false;
        }

        if (!document.LoadHistory(out _))
        {
            return false;
        }

        document.Save();
        return true;
    }
}
