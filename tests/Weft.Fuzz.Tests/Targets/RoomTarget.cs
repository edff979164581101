using System.Text;
using System.Text.Json;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>
/// Frames of two connections to one room, a line each, of which the first character says whose it is. What the room answers is written as
/// the frames that would be sent, and after it all the document is opened again from what was stored.
/// </summary>
internal sealed class RoomTarget : FuzzTarget
{
    private static readonly RoomGrant s_everything = new("fuzz", DocumentRole.Admin);

    private const long Now = 1_790_000_000_000;

    /// <summary>Bytes of sessions after which the document is opened again, which would cost as much as the session.</summary>
    private const int Reopened = 16 * 1024;

    private readonly string _kind;
    private readonly SchemaCheck _schema;
    private readonly IReadOnlyList<byte[]> _lines;

    public RoomTarget(string kind, int share)
        : base("room of a " + kind, share, RoomSamples.For(kind))
    {
        var rules = DocumentKinds.Find(kind)!;
        _kind = kind;
        _schema = operation => rules.Check(operation) is { } violation ? new SchemaViolation(violation.Code, violation.Message) : null;
        _lines = [.. Samples.SelectMany(Lines).Select(line => line.ToArray()), .. Vectors.Frames("client").Select(frame => (byte[])[(byte)'1', .. frame])];
    }

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var lines = Lines(sample).Select(line => line.ToArray()).ToList();
        for (var times = 1 + random.Next(4); times > 0; times--)
        {
            // The joins stay mostly, or nothing else would happen.
            var at = random.Next(8) == 0 ? random.Next(lines.Count) : random.Next(Math.Min(2, lines.Count - 1), lines.Count);
            switch (random.Next(6))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, _lines[random.Next(_lines.Count)]);
                    break;
                case 2:
                    lines.Insert(random.Next(lines.Count), lines[at]);
                    break;
                default:
                    lines[at] = [(byte)('1' + random.Next(2)), .. JsonMutator.Mutate(lines[at].Length == 0 ? [] : lines[at][1..], _lines[random.Next(_lines.Count)][1..], random)];
                    break;
            }

            if (lines.Count == 0)
            {
                lines.Add([]);
            }
        }

        return [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];
    }

    public override int PartsOf(byte[] input) => 1 + input.Count((byte)'\n');

    /// <summary>
    /// A message is read, merged, written for the log, transformed, and written for its author and for the other: what one of these makes of a
    /// small operation is let go when the next is done.
    /// </summary>
    public override int Turnover => 4;

    public override bool Run(byte[] input)
    {
        var log = new List<StoredChange>();
        var room = Open([]);
        var outputs = new List<RoomOutput>();
        var time = Now;
        foreach (var line in Lines(input))
        {
            // What is longer is not read (FRAME-4).
            if (line.Length is 0 or > Limits.MaxFrameBytes || Wire.ParseClient(line.Span[1..]) is not { Succeeded: true } parsed)
            {
                continue;
            }

            var session = new SessionId(line.Span[0]);
            if (parsed.Message is JoinMessage)
            {
                room.Grant(session, s_everything, outputs);
            }

            room.Receive(session, parsed.Message, time += 7, outputs);
            Deliver(room, outputs, log, time);
            room.Tick(time, outputs);
            Deliver(room, outputs, log, time);
        }

        if (input.Length > Reopened)
        {
            return log.Count > 0;
        }

        room.Document.CheckInvariants();
        var again = Open(log);
        return again.Revision == room.Revision ? log.Count > 0 : throw new InvalidOperationException("What was stored is not what was there.");
    }

    private Room Open(IEnumerable<StoredChange> log) =>
        Room.Open(new RoomIdentity("doc", "Title", _kind, "g1"), _schema, new RoomOptions { TailChanges = 16 }, new Random(1), log);

    private static void Deliver(Room room, List<RoomOutput> outputs, List<StoredChange> log, long now)
    {
        while (outputs.Count > 0)
        {
            RoomOutput[] all = [.. outputs];
            outputs.Clear();
            foreach (var output in all)
            {
                switch (output)
                {
                    case Append append:
                        log.Add(new StoredChange(append.Revision, append.Bytes));
                        room.Committed(append.Revision, now, outputs);
                        break;
                    case Send send:
                        Wire.Serialize(send.Message);
                        break;
                    case Broadcast broadcast:
                        Wire.Serialize(broadcast.Message);
                        break;
                }
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] input)
    {
        for (var start = 0; start < input.Length;)
        {
            var length = input.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? input.Length : start + length;
            yield return input.AsMemory(start, end - start);
            start = end + 1;
        }
    }
}
