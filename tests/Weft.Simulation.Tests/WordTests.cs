using System.Text;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Simulation.Tests;

/// <summary>Several people type at one place of an empty text, a letter at a time, while frames take their time.</summary>
public sealed class WordTests
{
    private const int Seeds = 200;
    private static readonly string[] s_clients = ["b", "a", "c"];
    private static readonly string[] s_words = ["alphi", "BRAVO", "12345"];

    [Fact(DisplayName = "[CHANGE-8] [CHANGE-14] Words typed at one place at once never interleave in the document, and all see the same in the end")]
    public void WordsNeverInterleave()
    {
        int orders = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            string text = Run(new Random(seed));
            orders |= 1 << Array.IndexOf(s_words, text[..5]);
        }

        // Who is first differs, so that the prediction is sometimes right and sometimes not.
        Assert.NotEqual(0, orders & (orders - 1));
    }

    private static string Run(Random random)
    {
        var line = new Line(random);
        int[] typed = new int[s_clients.Length];
        while (typed.Any(count => count < 5) || line.IsBusy)
        {
            int i = random.Next(s_clients.Length);
            switch (random.Next(4))
            {
                case 0 when typed[i] < 5:
                    line.Client(i, outputs => Type(line.Sessions[i], s_words[i], typed[i]++, outputs));
                    break;
                case 1:
                    line.DeliverToServer(i);
                    break;
                case 2:
                    line.DeliverToClient(i);
                    break;
                default:
                    line.Commit();
                    break;
            }

            CheckWords(Text(line.Room.Document.Text("body")));
            Array.ForEach(line.Sessions, session => session.CheckInvariants());
        }

        Assert.All(line.Sessions, session => Assert.Equal(Text(line.Room.Document.Text("body")), Text(session.Text("body"))));
        return Text(line.Room.Document.Text("body"));
    }

    /// <summary>The next letter goes behind the one before, wherever that is by now.</summary>
    private static void Type(ClientSession session, string word, int count, List<SessionOutput> outputs)
    {
        int at = count == 0 ? 0 : Text(session.Text("body")).IndexOf(word[count - 1], StringComparison.Ordinal) + 1;
        session.Edit([new TextOperation("body", [new TextEdit(at, at, TextContent.Of(word[count].ToString()))])], null, outputs);
    }

    private static void CheckWords(string text)
    {
        var letters = new StringBuilder();
        foreach (string word in s_words)
        {
            string present = string.Concat(text.Where(letter => word.Contains(letter, StringComparison.Ordinal)));
            Assert.Contains(present, text, StringComparison.Ordinal);
            Assert.StartsWith(present, word, StringComparison.Ordinal);
            letters.Append(present);
        }

        Assert.Equal(text.Length, letters.Length);
    }

    private static string Text(IReadOnlyText text) => text.Substring(0, text.Length);

    /// <summary>A room, sessions that have joined it, and the frames between them, each way in order.</summary>
    private sealed class Line
    {
        private readonly Queue<byte[]>[] _toServer = [.. s_clients.Select(_ => new Queue<byte[]>())];
        private readonly Queue<byte[]>[] _toClient = [.. s_clients.Select(_ => new Queue<byte[]>())];

        internal Line(Random random)
        {
            Room = Room.Open(new RoomIdentity("d", "t", "text", "g"), _ => null, new RoomOptions(), random, []);
            for (int i = 0; i < Sessions.Length; i++)
            {
                Server(outputs => Room.Grant(new SessionId(i), new RoomGrant("anyone", DocumentRole.Admin), outputs));
                Client(i, Sessions[i].Connected);
                DeliverToServer(i);
                DeliverToClient(i);
            }
        }

        internal Room Room { get; }

        internal ClientSession[] Sessions { get; } = [.. s_clients.Select(client => new ClientSession(new SessionSettings("d", client)))];

        internal bool IsBusy =>
            _toServer.Concat(_toClient).Any(queue => queue.Count > 0) || Room.CommittedRevision < Room.Revision;

        internal void Commit() => Server(outputs => Room.Committed(Room.Revision, 1, outputs));

        internal void DeliverToServer(int i)
        {
            if (_toServer[i].TryDequeue(out byte[]? frame))
            {
                Server(outputs => Room.Receive(new SessionId(i), Wire.ParseClient(frame).Message!, 1, outputs));
            }
        }

        internal void DeliverToClient(int i)
        {
            if (_toClient[i].TryDequeue(out byte[]? frame))
            {
                Client(i, outputs => Sessions[i].Receive(Wire.ParseServer(frame).Message!, outputs));
            }
        }

        internal void Client(int i, Action<List<SessionOutput>> action)
        {
            var outputs = new List<SessionOutput>();
            action(outputs);
            outputs.OfType<Transmit>().ToList().ForEach(transmit => _toServer[i].Enqueue(Wire.Serialize(transmit.Message)));
        }

        private void Server(Action<List<RoomOutput>> action)
        {
            var outputs = new List<RoomOutput>();
            action(outputs);
            foreach (RoomOutput output in outputs)
            {
                switch (output)
                {
                    case Send send:
                        _toClient[send.To.Value].Enqueue(Wire.Serialize(send.Message));
                        break;
                    case Broadcast broadcast:
                        broadcast.To.ToList().ForEach(to => _toClient[to.Value].Enqueue(Wire.Serialize(broadcast.Message)));
                        break;
                }
            }
        }
    }
}
