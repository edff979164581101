using System.Globalization;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>Runs a plan with the real room and the real sessions, and checks what was promised.</summary>
public sealed class Simulation
{
    private const int TickInterval = 50;

    private readonly SimulatedTime _time = new();
    private readonly SimulationPlan _plan;
    private readonly Random _random;
    private readonly Dictionary<char, int> _typed = [];

    private Simulation(SimulationPlan plan, ServerFault fault)
    {
        _plan = plan;
        _random = new Random(plan.Seed);
        Server = new SimulatedServer(_time, _random, fault);

        // Names in no order, so that client ids decide ties both ways.
        string[] names = ["m0", "c1", "x2", "a3"];
        Clients = [.. names.Select((name, index) => new SimulatedClient(_time, _random, Server, index, name, _typed))];
    }

    /// <summary>The server.</summary>
    public SimulatedServer Server { get; }

    /// <summary>The clients.</summary>
    public IReadOnlyList<SimulatedClient> Clients { get; }

    /// <summary>Runs a plan to its end and checks it.</summary>
    /// <exception cref="InvalidOperationException">A promise was not kept.</exception>
    public static Simulation Run(SimulationPlan plan, ServerFault fault = ServerFault.None)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var simulation = new Simulation(plan, fault);
        simulation.Play();
        simulation.Drain();
        simulation.CheckEnd();
        return simulation;
    }

    private void Play()
    {
        foreach (SimulatedClient client in Clients)
        {
            client.GoOnline();
        }

        Advance(_random.Next(400));
        foreach (SimulationStep step in _plan.Steps)
        {
            Advance(step.Wait);
            Do(step, Clients[step.Client], new Random(step.Seed));
            Clients[step.Client].Check();
        }
    }

    private void Do(SimulationStep step, SimulatedClient client, Random random)
    {
        switch (step.Kind)
        {
            case StepKind.EditText:
                client.EditText(random);
                break;
            case StepKind.EditItem:
                client.EditItem(random);
                break;
            case StepKind.EditBadly:
                client.EditBadly(random);
                break;
            case StepKind.Point:
                client.Point(random);
                break;
            case StepKind.Lose:
                client.LoseConnection();
                break;
            case StepKind.Stall:
                client.Stall(random.Next(1_500));
                break;
            case StepKind.GoOffline:
                client.GoOffline();
                break;
            case StepKind.GoOnline:
                client.GoOnline();
                break;
            case StepKind.Restart:
                client.Restart();
                client.GoOnline();
                break;
            case StepKind.ChangeRole:
                Server.SetRole(step.Client, random.Next(6) switch
                {
                    0 => DocumentRole.None,
                    1 => DocumentRole.Viewer,
                    2 => DocumentRole.Commenter,
                    3 => DocumentRole.Admin,
                    _ => DocumentRole.Editor,
                });
                break;
            case StepKind.Crash:
                Server.Crash(random.Next(4), random.Next(1, 700));
                break;
            default:
                Server.SaveSnapshot();
                break;
        }
    }

    private void Advance(long milliseconds)
    {
        for (long left = milliseconds; left > 0; left -= TickInterval)
        {
            _time.RunFor(Math.Min(left, TickInterval));
            Server.Tick();
        }
    }

    private void Drain()
    {
        for (int person = 0; person < Clients.Count; person++)
        {
            Server.SetRole(person, DocumentRole.Editor);
            Clients[person].GoOnline();
        }

        const int Patience = 200;
        for (int round = 0; round < Patience; round++)
        {
            Advance(500);
            if (Server is { IsUp: true, IsWriting: false }
                && Clients.All(client => client.Session is { IsJoined: true, UnsavedCount: 0 } session && session.Revision == Server.Store.Log.Count))
            {
                return;
            }
        }

        throw new InvalidOperationException("Not everything was saved and told: " + string.Join("; ", Clients.Select(client =>
            string.Create(CultureInfo.InvariantCulture, $"{client.Session.Client} has {client.Session.UnsavedCount} unsaved at {client.Session.Revision}"))));
    }

    private void CheckEnd()
    {
        Server.Document.CheckInvariants();
        foreach (SimulatedClient client in Clients)
        {
            client.Check();
            CheckView(client.Session);
        }

        Room reopened = Server.Store.Open(SimulatedServer.Check, new RoomOptions(), _random, int.MaxValue / 2);
        CheckFreshClient(reopened);
        CheckFreshClient(Server.Store.OpenWhole(SimulatedServer.Check, _random));
        CheckLog(Log(reopened));
        CheckTyped();
    }

    private void CheckView(ClientSession session)
    {
        foreach (string path in session.TextPaths.Union(Server.Document.TextPaths, StringComparer.Ordinal))
        {
            Require(
                session.Text(path).Runs().SequenceEqual(Server.Document.Text(path).Runs()),
                $"{session.Client} sees '{path}' as '{session.Text(path)}' instead of '{Server.Document.Text(path)}'");
        }

        Require(
            session.Items("shapes").SequenceEqual(Server.Document.Items("shapes")),
            $"{session.Client} sees other items: {string.Join(' ', session.Items("shapes"))} instead of {string.Join(' ', Server.Document.Items("shapes"))}");
    }

    private void CheckFreshClient(Room reopened)
    {
        var fresh = new ClientSession(new SessionSettings("doc", "fresh"));
        fresh.Receive(Join(reopened, null), new List<SessionOutput>());
        CheckView(fresh);
    }

    private SyncMessage Join(Room room, HaveState? have)
    {
        var outputs = new List<RoomOutput>();
        room.Grant(new SessionId(-1), new RoomGrant("anyone", DocumentRole.Admin), outputs);
        room.Receive(new SessionId(-1), new JoinMessage("doc", "fresh", Have: have), _time.Now, outputs);
        return (SyncMessage)outputs.OfType<Send>().First().Message;
    }

    private List<RemoteChangeMessage> Log(Room reopened)
    {
        SyncMessage sync = Join(reopened, new HaveState("g1", 0));
        Require(sync.Changes is { Length: var length } && length == Server.Store.Log.Count, "the log cannot be read back");
        return [.. sync.Changes!.Value];
    }

    /// <summary>What was answered saved is in the log, exactly once and where it was said to be.</summary>
    private void CheckLog(List<RemoteChangeMessage> log)
    {
        var found = new Dictionary<(string Client, long Id), long>();
        foreach (RemoteChangeMessage change in log)
        {
            Require(found.TryAdd((change.Client, change.Id), change.Revision), $"{change.Client}'s change {change.Id} was saved twice");
        }

        foreach (SimulatedClient client in Clients)
        {
            Require(client.Open.Count == 0, $"{client.Session.Client} was never told what became of {string.Join(' ', client.Open)}");
            foreach (ChangeSaved saved in client.Saved)
            {
                // A change of which nothing was left to save has no entry.
                Require(
                    !found.TryGetValue((client.Session.Client, saved.Id), out long revision) || revision <= saved.Revision,
                    $"{client.Session.Client}'s change {saved.Id} is revision {revision}, not {saved.Revision}");
            }

            long[] missing = [.. client.Acknowledged.Where(id => !found.ContainsKey((client.Session.Client, id)))];
            Require(missing.Length == 0, $"{client.Session.Client} was told that {string.Join(' ', missing)} was saved, and it is lost");
        }
    }

    /// <summary>Nothing is in the document that nobody typed, or more often than it was typed.</summary>
    private void CheckTyped()
    {
        foreach (var units in Server.Document.TextPaths.SelectMany(path => Server.Document.Text(path).Substring(0, Server.Document.Text(path).Length)).GroupBy(unit => unit))
        {
            int typed = _typed.GetValueOrDefault(units.Key);
            Require(units.Count() <= typed, $"'{units.Key}' was typed {typed} times and is there {units.Count()} times");
        }
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem + ".");
        }
    }
}
