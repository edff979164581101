using System.Buffers;
using Weft.Engine;

namespace Weft.Testing.Generators;

/// <content>The doors through which changes and documents come in.</content>
public sealed partial class PlanRunner
{
    private const int DeliverDoors = 3;

    private int _loads;

    /// <summary>How often a batch made a document grow, to show that a generator is not empty.</summary>
    public int Batches { get; private set; }

    /// <summary>How often a document had to be given its history.</summary>
    public int HistoriesNeeded { get; private set; }

    private void Deliver(Player player, int number, int door)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            List<AppliedChange>? applied = null;
            var (count, waiting) = (player.Document.ChangeCount, player.Document.WaitingCount);
            var status = (door % DeliverDoors) switch
            {
                0 => MergeRecord(player, _changes[number], out applied),
                1 => player.Document.Merge(_changes[number].ToBytes()),
                _ => player.Document.Merge(BytesOf(number)),
            };
            if (status == MergeStatus.NeedsHistory && !isAgain)
            {
                Require((count, waiting) == (player.Document.ChangeCount, player.Document.WaitingCount), "Without its history nothing changes.");
                GiveHistory(player);
                continue;
            }

            RequireStatus(player, status, count, waiting);
            player.Received.Add(number);
            Follow(player, applied);
            return;
        }
    }

    private static MergeStatus MergeRecord(Player player, Change change, out List<AppliedChange>? applied)
    {
        Require(Engine.Change.TryDecode(change.ToBytes(), out var decoded, out _) && decoded.Equals(change), "A change can be read.");
        var result = player.Document.Merge(decoded!);
        applied = (result as MergeResult.Applied)?.Changes.ToList();
        return result switch
        {
            MergeResult.Applied => MergeStatus.Applied,
            MergeResult.AlreadyKnown => MergeStatus.AlreadyKnown,
            MergeResult.Waiting => MergeStatus.Waiting,
            MergeResult.NeedsHistory => MergeStatus.NeedsHistory,
            _ => throw new InvalidOperationException(result.ToString()),
        };
    }

    private byte[] BytesOf(int number)
    {
        var bytes = new ArrayBufferWriter<byte>();
        _archive.EncodeChange(number, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void RequireStatus(Player player, MergeStatus status, int count, int waiting)
    {
        var document = player.Document;
        var isRight = status switch
        {
            MergeStatus.Applied => document.ChangeCount > count,
            MergeStatus.AlreadyKnown => document.ChangeCount == count && document.WaitingCount == waiting,
            MergeStatus.Waiting => document.WaitingCount > 0,
            _ => false,
        };
        Require(isRight, $"{status} with {document.ChangeCount - count} new changes and {document.WaitingCount - waiting} more that wait.");
    }

    private void Sync(Player player, Player from, int door)
    {
        var source = from.Document;
        if (door == 0)
        {
            foreach (var change in Ask(from, document => document.ChangesSince(player.Document.Version)))
            {
                Deliver(player, _numbers[new EventId(change.Agent, change.Sequence)], 0);
            }
        }
        else
        {
            var known = door switch
            {
                1 => player.Document.Version,
                2 => Engine.Version.Root,
                _ => Ask(from, document => document.VersionAt(document.ChangeCount / 2)),
            };
            MergeBatch(player, Ask(from, document => document.EncodeSince(known)));
            player.Received.UnionWith(_oracle.Past(source.Version).Except(door == 3 ? _oracle.Past(known) : []));
            Follow(player, null);
        }

        Require(door == 3 || player.Document.Contains(source.Version), "A sync leaves nothing out.");
    }

    private void MergeBatch(Player player, byte[] batch)
    {
        var (count, waiting) = (player.Document.ChangeCount, player.Document.WaitingCount);
        var status = player.Document.MergeAll(batch, out var reason);
        if (status == MergeStatus.NeedsHistory)
        {
            GiveHistory(player);
            status = player.Document.MergeAll(batch, out reason);
            status = status == MergeStatus.AlreadyKnown && player.Document.ChangeCount > count ? MergeStatus.Applied : status;
        }

        Require(reason is null, $"An honest batch is refused: {reason}");
        RequireStatus(player, status, count, waiting);
        Batches += status == MergeStatus.Applied ? 1 : 0;
    }

    /// <summary>Asks what may need the history, which is given when it is missed.</summary>
    private T Ask<T>(Player player, Func<Document, T> question)
    {
        try
        {
            return question(player.Document);
        }
        catch (InvalidOperationException) when (!player.Document.HasHistory)
        {
            GiveHistory(player);
            return question(player.Document);
        }
    }

    private void GiveHistory(Player player)
    {
        Require(!player.Document.HasHistory, "Only what has no history needs it.");
        HistoriesNeeded++;
        LoadHistory(player, _loads++ % 2 == 0);
    }

    private void LoadHistory(Player player, bool asBatch = false)
    {
        Follow(player, null);
        var (version, waiting) = (player.Document.Version, player.Document.WaitingCount);
        var bytes = asBatch ? player.Twin.EncodeSince(Engine.Version.Root) : player.Twin.Save();
        Require(player.Document.LoadHistory(bytes, out var reason), $"A document takes its own history: {reason}");
        Require(player.Document.HasHistory && player.Document.Version == version && player.Document.WaitingCount == waiting, "History changes nothing.");
    }

    /// <summary>Shows a player's twin and plain replica what is new in the document.</summary>
    private void Follow(Player player, List<AppliedChange>? applied)
    {
        Require(applied is null || applied.Count == player.Document.ChangeCount - player.Twin.ChangeCount, "Everything that was taken is told.");
        for (var i = player.Twin.ChangeCount; i < player.Document.ChangeCount; i++)
        {
            var change = player.Document.ChangeAt(i);
            var told = applied?[i - player.Document.ChangeCount + applied.Count];
            Require(told is null || told.Change.Equals(change), "What was taken is told in its order.");
            var result = player.Twin.Merge(change);
            Require(result is MergeResult.Applied { Changes.Length: 1 }, "What one takes, its twin takes.");
            player.Plain.Apply((told ?? ((MergeResult.Applied)result).Changes[0]).Transformed);
            ConcurrentMerges += player.Twin.Version.Heads.Length > 1 ? 1 : 0;
        }
    }

    private void DeliverAll(Player player, int index)
    {
        for (var i = 0; i < _changes.Count; i++)
        {
            Deliver(player, index % 2 == 1 ? _changes.Count - 1 - i : i, index + i);
        }

        Require(player.Document.WaitingCount == 0, "Nothing waits when everything is there.");
        Require(player.Document.ChangeCount == _changes.Count, "Everything has arrived.");
        if (!player.Document.HasHistory)
        {
            LoadHistory(player);
        }

        for (var i = 0; i < player.Document.ChangeCount; i++)
        {
            var change = player.Document.ChangeAt(i);
            Require(change.Equals(_changes[_numbers[new EventId(change.Agent, change.Sequence)]]), "A change comes out as it went in.");
        }

        Compare(player);
        Compare(player.Document, _players[0].Document);
    }

    /// <summary>Batches and files of everything make the same document in an empty place.</summary>
    private void OpenAnew()
    {
        foreach (var player in _players)
        {
            var merged = new Document();
            var status = merged.MergeAll(player.Document.EncodeSince(Engine.Version.Root), out var reason);
            Require(status == (_changes.Count > 0 ? MergeStatus.Applied : MergeStatus.AlreadyKnown), $"An empty document takes a whole one: {status} {reason}");
            merged.CheckInvariants();
            Compare(merged, player.Document);
            Require(merged.MergeAll(_archive.EncodeSince(Engine.Version.Root)) == MergeStatus.AlreadyKnown, "What is known is known.");
            Require(Document.TryLoad(merged.SaveSnapshot(), out var opened, out reason), $"A snapshot can be opened: {reason}");
            Compare(opened!, player.Document);
        }

        // In two parts, the later one first.
        var late = new Document();
        var middle = _archive.VersionAt(_changes.Count / 2);
        late.MergeAll(_archive.EncodeSince(middle));
        late.MergeAll(_archive.EncodeSince(Engine.Version.Root));
        late.CheckInvariants();
        Require(late.WaitingCount == 0, "Nothing waits when everything is there.");
        Compare(late, _archive);
    }

    private void Reload(Player player, int door)
    {
        switch (door)
        {
            case 0:
                var saved = Ask(player, document => document.Save());
                Replace(player, Open(saved));
                Require(Open(saved).Save().AsSpan().SequenceEqual(saved), "A loaded document saves as it was.");
                break;
            case 1:
                Replace(player, Open(player.Document.SaveSnapshot()));
                Require(player.Document.HasHistory == (player.Document.ChangeCount == 0), "A snapshot has no history.");
                break;
            case 2 when player.Document.WaitingCount == 0:
                player.Document.ReleaseHistory();
                Require(player.Document.HasHistory == (player.Document.ChangeCount == 0), "What was let go is not there.");
                break;
            default:
                LoadHistory(player, true);
                break;
        }
    }

    private static Document Open(byte[] file)
    {
        Require(Document.TryLoad(file, out var document, out var reason), $"A saved document can be loaded: {reason}");
        Require(document!.WaitingCount == 0, "What waits is not saved.");
        return document;
    }

    private void Replace(Player player, Document document)
    {
        Require(document.Version == player.Document.Version, "A version is saved.");
        player.Document = document;
        player.Received = [.. _oracle.Past(document.Version)];
    }

    /// <summary>Of these changes, those whose past is among them.</summary>
    private HashSet<int> Closed(HashSet<int> received) =>
        [.. received.Where(number => _oracle.PastOf(number).All(received.Contains))];
}
