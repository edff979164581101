using Weft.Engine;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>A batch, merged into a document that has half of what it says.</summary>
internal sealed class BatchTarget() : FuzzTarget("batch", 10, s_samples)
{
    private static readonly List<byte[]> s_documents = [];
    private static readonly List<byte[]> s_samples = Make();

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var other = Samples[random.Next(Samples.Count)];
        var batch = ByteMutator.Mutate(sample[1..], other[1..], random);
        return [random.Next(6) == 0 ? other[0] : sample[0], .. random.Next(20) == 0 ? batch : Seal.Change(batch)];
    }

    // A format byte and a checksum, then the columns, then the units.
    public override long SizeOf(byte[] input)
    {
        const int Header = 6;
        if (input.Length <= Header)
        {
            return input.Length;
        }

        var reader = new ByteReader(input.AsSpan(Header));
        var size = input.Length + DocumentSamples.UnpackedBy(reader.Rest);
        Packing.Read(ref reader, Packing.ColumnRatio, out var rented);
        Packing.Return(rented);
        return size + DocumentSamples.UnpackedBy(reader.Rest);
    }

    public override bool Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return false;
        }

        Document.TryLoad(s_documents[input[0] % s_documents.Count], out var document, out _);
        var status = document!.MergeAll(input.AsSpan(1));
        document.CheckInvariants();
        return status == MergeStatus.Applied;
    }

    private static List<byte[]> Make()
    {
        var samples = new List<byte[]>();
        s_documents.Add(new Document().Save());
        foreach (var history in Histories.Everything)
        {
            var document = new Document();
            foreach (var change in history.Changes.Take(history.Changes.Count / 2))
            {
                document.Merge(change);
            }

            samples.Add([0, .. Histories.Whole(history).EncodeSince(Weft.Engine.Version.Root)]);
            samples.Add([(byte)s_documents.Count, .. Histories.Whole(history).EncodeSince(document.Version)]);
            s_documents.Add(document.Save());
        }

        samples.AddRange(Vectors.Format("batch").Select(batch => (byte[])[0, .. batch]));
        return samples;
    }
}
