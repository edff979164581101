using Weft.Engine;
using Weft.Sync;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>A room's snapshot; the checksum is put behind the input. The document in it is believed: only its shape may not do harm.</summary>
internal sealed class SnapshotTarget() : FuzzTarget("snapshot", 4, Make())
{
    public override byte[] Mutate(byte[] sample, Random random) => ByteMutator.Mutate(sample, Samples[random.Next(Samples.Count)], random);

    public override bool Run(byte[] input)
    {
        try
        {
            return Room.TryOpen(
                new RoomIdentity("doc", "Title", "text", "g1"), _ => null, new RoomOptions(), new Random(1), Seal.Stored(input), [], out _, out _);
        }
        catch (CorruptLogException)
        {
            return false;
        }
    }

    private static IReadOnlyList<byte[]> Make() =>
        [.. Histories.Everything.Select(history => SnapshotCodec.Encode(Clients(history.Changes, Histories.Whole(history)))[..^sizeof(uint)])];

    private static RoomState Clients(IReadOnlyList<Change> changes, Document document)
    {
        var state = new RoomState(document, new Dictionary<string, RoomClient>(StringComparer.Ordinal), LastAuthors.Of(document));
        for (var i = 0; i < changes.Count; i++)
        {
            state.ClientOf(changes[i].Agent).Saved.Add(i + 1, i + 1);
        }

        return state;
    }
}
