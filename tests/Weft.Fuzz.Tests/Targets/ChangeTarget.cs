using Weft.Engine;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>The bytes of one change, merged into the document that its author saw: the first byte of an input says which.</summary>
internal sealed class ChangeTarget() : FuzzTarget("change", 20, s_samples)
{
    private static readonly List<byte[]> s_documents = [];
    private static readonly List<byte[]> s_samples = Make();

    /// <summary>It is decoded twice: by itself, and to be merged.</summary>
    public override int Turnover => 2;

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var other = Samples[random.Next(Samples.Count)];
        var change = ByteMutator.Mutate(sample[1..], other[1..], random);
        return [random.Next(20) == 0 ? other[0] : sample[0], .. random.Next(20) == 0 ? change : Seal.Change(change)];
    }

    public override bool Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return false;
        }

        var bytes = input.AsSpan(1);
        Change.TryDecode(bytes, out _, out _);
        Document.TryLoad(s_documents[input[0] % s_documents.Count], out var document, out _);
        var status = document!.Merge(bytes);
        document.CheckInvariants();
        return status == MergeStatus.Applied;
    }

    private static List<byte[]> Make()
    {
        var samples = new List<byte[]>();
        foreach (var history in Histories.Everything)
        {
            // The document half-way, so that what comes next fits in.
            var half = history.Changes.Count / 2;
            var document = new Document();
            foreach (var change in history.Changes.Take(half))
            {
                document.Merge(change);
            }

            samples.AddRange(history.Changes.Skip(half).Take(6).Select(change => (byte[])[(byte)s_documents.Count, .. change.ToBytes()]));
            s_documents.Add(document.Save());
        }

        samples.AddRange(Vectors.Format("change").Select(change => (byte[])[0, .. change]));
        return samples;
    }
}
