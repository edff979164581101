using Weft.Sync;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>One entry of a document's log; the checksum is put behind the input.</summary>
internal sealed class LogTarget() : FuzzTarget("log", 6, Make())
{
    public override byte[] Mutate(byte[] sample, Random random) => ByteMutator.Mutate(sample, Samples[random.Next(Samples.Count)], random);

    public override bool Run(byte[] input)
    {
        var entry = new StoredChange(1, Seal.Stored(input));
        try
        {
            LogCodec.Decode(entry);
            new StoredHistory().Add(entry);
            return true;
        }
        catch (CorruptLogException)
        {
            return false;
        }
    }

    private static List<byte[]> Make()
    {
        var samples = new List<byte[]>(OldStore.Log);
        foreach (var history in Histories.Everything)
        {
            var document = new Weft.Engine.Document();
            foreach (var change in history.Changes)
            {
                if (document.Merge(change) is Weft.Engine.MergeResult.Applied { Changes: [var applied] })
                {
                    samples.Add(LogCodec.Encode(samples.Count, applied)[..^sizeof(uint)]);
                }
            }
        }

        return samples;
    }
}
