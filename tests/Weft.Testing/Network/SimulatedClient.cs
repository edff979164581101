using System.Collections.Immutable;
using System.Globalization;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>The real client session, with a user who edits at random and a ledger of what was promised.</summary>
public sealed class SimulatedClient
{
    private readonly SimulatedTime _time;
    private readonly Random _random;
    private readonly SimulatedServer _server;
    private readonly IDictionary<char, int> _typed;
    private readonly HashSet<long> _open = [];
    private ViewMirror _mirror;
    private SimulatedConnection? _connection;
    private bool _wantsConnection;
    private int _connections;
    private int _number;

    /// <summary>A client that has not connected.</summary>
    /// <param name="time">When.</param>
    /// <param name="random">The network's accidents.</param>
    /// <param name="server">The server.</param>
    /// <param name="number">Unique among the clients.</param>
    /// <param name="name">The client id.</param>
    /// <param name="typed">Counts each unit that anybody typed.</param>
    public SimulatedClient(
        SimulatedTime time, Random random, SimulatedServer server, int number, string name, IDictionary<char, int> typed)
    {
        _time = time;
        _random = random;
        _server = server;
        _number = number;
        _typed = typed;
        Session = new ClientSession(new SessionSettings("doc", name));
        _mirror = new ViewMirror(Session);
    }

    /// <summary>The session.</summary>
    public ClientSession Session { get; private set; }

    /// <summary>What the server said is saved: id and revision; the revision is 0 where it was learnt from a snapshot.</summary>
    public ICollection<ChangeSaved> Saved { get; } = new List<ChangeSaved>();

    /// <summary>Ids of changes that were on the wire and that the server answered as saved.</summary>
    public ISet<long> Acknowledged { get; } = new HashSet<long>();

    /// <summary>How often others changed the view.</summary>
    public int RemoteViews { get; private set; }

    /// <summary>How often a saved change had come to stand elsewhere than it was shown.</summary>
    public int Corrections { get; private set; }

    /// <summary>How often a change of others met unsaved ones.</summary>
    public int Crossed { get; private set; }

    /// <summary>Ids that the user was given and that were neither saved nor refused yet.</summary>
    public IReadOnlyCollection<long> Open => _open;

    /// <summary>Connects, and again whenever the connection is lost.</summary>
    public void GoOnline()
    {
        _wantsConnection = true;
        if (_connection is null)
        {
            Connect();
        }
    }

    /// <summary>Disconnects until told otherwise.</summary>
    public void GoOffline()
    {
        _wantsConnection = false;
        _connection?.Die();
    }

    /// <summary>The network has an accident.</summary>
    public void LoseConnection() => _connection?.Die();

    /// <summary>The network stalls.</summary>
    public void Stall(long milliseconds) => _connection?.Block(milliseconds);

    /// <summary>The program ends and starts again with what it kept.</summary>
    public void Restart()
    {
        _connection?.Die();
        Session = new ClientSession(Session.Export());
        _mirror = new ViewMirror(Session);
        _mirror.Apply(new ViewChanged(ViewOrigin.Reset, []));
    }

    /// <summary>The connection is gone.</summary>
    public void LostConnection(SimulatedConnection connection)
    {
        if (_connection != connection)
        {
            return;
        }

        _connection = null;
        Session.Disconnected();
        if (_wantsConnection)
        {
            _time.After(_random.Next(1, 800), Connect);
        }
    }

    /// <summary>A frame arrives.</summary>
    public void Receive(ServerMessage message)
    {
        if (message is ResponseMessage { Status: ResponseStatus.Saved, InReply: { } id })
        {
            Acknowledged.Add(id);
        }

        int views = RemoteViews;
        Run(outputs => Session.Receive(message, outputs));
        if (message is ResponseMessage)
        {
            Corrections += RemoteViews - views;
        }
        else if (message is RemoteChangeMessage && Session.UnsavedCount > 0)
        {
            Crossed++;
        }
    }

    /// <summary>The user types, deletes or formats.</summary>
    public void EditText(Random step)
    {
        string path = step.Next(6) == 0 ? "notes" : "body";
        IReadOnlyText text = Session.Text(path);
        // People type where others type: half of all edits near the beginning.
        int from = step.Next(2) == 0 ? Math.Min(text.Length, step.Next(4)) : step.Next(text.Length + 1);
        from -= EditGenerator.IsInsidePair(text, from) ? 1 : 0;
        int to = Math.Min(text.Length, from + (step.Next(3) == 0 ? step.Next(8) : 0));
        to += EditGenerator.IsInsidePair(text, to) ? 1 : 0;
        TextEdit edit = step.Next(10) switch
        {
            0 when to > from => new TextEdit(from, to, null, Attribute(step, step.Next(3))),
            1 or 2 when to > from => new TextEdit(from, to),
            3 => new TextEdit(from, to, TextContent.Of(Word(step)), Attribute(step, 1)),
            _ => new TextEdit(from, to, TextContent.Of(Word(step))),
        };
        Edit(new TextOperation(path, [edit]));
    }

    /// <summary>The user types something that the server refuses.</summary>
    public void EditBadly(Random step)
    {
        int at = EditGenerator.Place(step, Session.Text("body"));
        Edit(new TextOperation("body", [new TextEdit(at, at, TextContent.Of($"no{SimulatedServer.Forbidden}"))]));
    }

    /// <summary>The user draws.</summary>
    public void EditItem(Random step)
    {
        string[] paths = [.. Session.Items("shapes").Select(item => $"shapes/{item.Id}")];
        string path = paths.Length > 0 ? paths[step.Next(paths.Length)] : "shapes/none";
        bool isNew = paths.Length == 0 || step.Next(4) == 0;
        string fresh = string.Create(CultureInfo.InvariantCulture, $"shapes/s{step.Next(6)}");
        Edit(step.Next(isNew ? 1 : 12) switch
        {
            0 => new AddOperation(Session.Find(new ItemPath("shapes", fresh[7..])) is null ? fresh : $"{fresh}x{Number()}", "box", Values(step)),
            1 or 2 or 3 => new UpdateOperation(path, Values(step)),
            4 => new DeleteOperation(path),
            5 => new RestoreOperation(path),
            6 => new ClearOperation("shapes"),
            7 => new ResizeOperation(path, step.Next(9), step.Next(9), step.Next(9), null),
            8 => new LockOperation(path, step.Next(2) == 0),
            _ => new MoveOperation(path, step.Next(9), step.Next(9)),
        });
    }

    /// <summary>The user points somewhere.</summary>
    public void Point(Random step)
    {
        int at = EditGenerator.Place(step, Session.Text("body"));
        Run(outputs => Session.Point(new CursorMessage(0, "body", [new CursorRange(at, at)]), outputs));
    }

    /// <summary>Compares all that can be compared at any time.</summary>
    public void Check()
    {
        Session.CheckInvariants();
        _mirror.Check();
        foreach (string client in Session.CursorClients)
        {
            int length = Session.Text("body").Length;
            if (Session.Cursor(client) is { Ranges: { } ranges } && ranges.Any(range => range.Head > length || range.Anchor > length))
            {
                throw new InvalidOperationException($"{Session.Client}: the cursor of {client} is behind the text.");
            }
        }
    }

    private void Edit(WireOperation operation)
    {
        if (Session.Generation is null)
        {
            return;
        }

        if (operation is TextOperation text)
        {
            foreach (char unit in text.Changes.SelectMany(edit => edit.Insert?.Text ?? ""))
            {
                _typed[unit] = (_typed.TryGetValue(unit, out int count) ? count : 0) + 1;
            }
        }

        // The session may tell that the change is saved before it tells its id, when nothing is left to send.
        var settled = new List<SessionOutput>();
        long id = Session.Edit([operation], null, settled);
        _open.Add(id);
        Run(settled);
    }

    private void Run(Action<List<SessionOutput>> action)
    {
        var outputs = new List<SessionOutput>();
        action(outputs);
        Run(outputs);
    }

    private void Run(List<SessionOutput> outputs)
    {
        foreach (SessionOutput output in outputs)
        {
            switch (output)
            {
                case Transmit transmit:
                    _connection?.ToServer(transmit.Message);
                    break;
                case ViewChanged change:
                    _mirror.Apply(change);
                    RemoteViews += change.Origin == ViewOrigin.Remote ? 1 : 0;
                    break;
                case ChangeSaved saved:
                    Saved.Add(saved);
                    _open.Remove(saved.Id);
                    break;
                case ChangeRejected rejected:
                    _open.Remove(rejected.Id);
                    break;
                case ChangeRenumbered renumbered:
                    if (_open.Remove(renumbered.Former))
                    {
                        _open.Add(renumbered.Id);
                    }

                    break;
            }
        }
    }

    private void Connect()
    {
        if (_connection is not null || !_wantsConnection)
        {
            return;
        }

        if (!_server.IsUp)
        {
            _time.After(_random.Next(50, 500), Connect);
            return;
        }

        _connection = new SimulatedConnection(_time, _random, new SessionId((++_connections * 1_000) + _number), _server, this);
        _server.Accept(_connection);
        Run(Session.Connected);
    }

    private int Number() => _number += 1_000;

    private static string Word(Random step) => step.Next(5) == 0 ? "😀" : string.Concat(
        Enumerable.Range(0, step.Next(1, 6)).Select(_ => (char)('a' + step.Next(26))));

    private static Dictionary<string, RawJson> Attribute(Random step, int value) => new(StringComparer.Ordinal)
    {
        [step.Next(2) == 0 ? "bold" : "size"] = value == 0 ? RawJson.Null : RawJson.Of(value),
    };

    private static Dictionary<string, RawJson> Values(Random step) => new(StringComparer.Ordinal)
    {
        [step.Next(2) == 0 ? "x" : "fill"] = step.Next(5) == 0 ? RawJson.Null : RawJson.Of(step.Next(100)),
    };
}
