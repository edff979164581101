using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weft.Engine;
using Weft.Protocol;
using Weft.Testing.Network;

namespace Weft.Sync.Tests;

/// <summary>A session whose server is the test, and a record of all that went in and came out.</summary>
internal sealed class SessionHarness
{
    private readonly JsonArray _trace = [];

    internal SessionHarness(string client = "m", string body = "", ClientSession? session = null)
    {
        Session = session ?? new ClientSession(new SessionSettings("doc", client));
        if (session is null)
        {
            Connect();
            Receive(Sync(0, body: body));
        }
    }

    internal ClientSession Session { get; private set; }

    /// <summary>What came out since the last <see cref="Take{T}"/> of all.</summary>
    internal List<SessionOutput> Outputs { get; } = [];

    internal JsonArray Trace => _trace;

    internal string Body => Session.Text("body").Substring(0, Session.Text("body").Length);

    /// <summary>The changes that were sent since they were asked for last.</summary>
    internal List<ChangeMessage> Sent()
    {
        List<ChangeMessage> sent = [.. Outputs.OfType<Transmit>().Select(transmit => transmit.Message).OfType<ChangeMessage>()];
        Outputs.Clear();
        return sent;
    }

    internal SyncMessage Sync(
        long revision, IEnumerable<RemoteChangeMessage>? changes = null, string? body = null, string generation = "g1", params IdRange[] saved) => new(
        "doc", "Title", "text", generation, revision, Session.Client, "#000000", 1, [], [.. saved],
        Changes: changes?.ToImmutableArray(),
        Snapshot: changes is null ? Snapshot(body ?? "") : null);

    internal void Connect()
    {
        Note(new JsonObject { ["do"] = "connect" }, Session.Connected);
    }

    internal void Disconnect() => Note(new JsonObject { ["do"] = "disconnect" }, _ => Session.Disconnected());

    internal void Receive(ServerMessage message) =>
        Note(new JsonObject { ["do"] = "receive", ["message"] = WireNodes.Of(message) }, outputs => Session.Receive(message, outputs));

    internal long Edit(params WireOperation[] ops)
    {
        long id = 0;
        ImmutableArray<WireOperation> made = [.. ops];
        Note(new JsonObject { ["do"] = "edit", ["ops"] = WireNodes.Of(made) }, outputs => id = Session.Edit(made, null, outputs));
        return id;
    }

    internal long Type(int at, string text) => Edit(Insert(at, text));

    internal void Saved(long id, long revision, params WireOperation[]? applied) =>
        Receive(new ResponseMessage(ResponseStatus.Saved, id, revision, Applied: applied is { Length: > 0 } ? [.. applied] : null));

    internal void Refused(long id, string code = ErrorCodes.BadProperty) =>
        Receive(new ResponseMessage(ResponseStatus.Rejected, id, Error: new WireError(code, "No.")));

    internal void Other(long revision, string client, params WireOperation[] ops) =>
        Receive(Remote(revision, client, 1, ops));

    /// <summary>The program ends and starts again with what it kept.</summary>
    internal void Restart() => Session = new ClientSession(Session.Export());

    internal static RemoteChangeMessage Remote(long revision, string client, long id, params WireOperation[] ops) =>
        new(revision, client, id, 1, [.. ops]);

    internal static TextOperation Insert(int at, string text) => new("body", [new TextEdit(at, at, TextContent.Of(text))]);

    internal static TextOperation Delete(int from, int to) => new("body", [new TextEdit(from, to)]);

    private static WireSnapshot Snapshot(string body) => new(
        new Dictionary<string, ImmutableArray<WireRun>>(StringComparer.Ordinal)
        {
            ["body"] = body.Length == 0 ? [] : [new WireRun(TextContent.Of(body))],
        },
        new Dictionary<string, ImmutableArray<WireItem>>(StringComparer.Ordinal));

    private void Note(JsonObject step, Action<List<SessionOutput>> action)
    {
        var outputs = new List<SessionOutput>();
        action(outputs);
        Outputs.AddRange(outputs);
        Session.CheckInvariants();
        step["sends"] = new JsonArray([.. outputs.OfType<Transmit>().Select(transmit => WireNodes.Of(transmit.Message))]);
        step["revision"] = Session.Revision;
        step["unsaved"] = Session.UnsavedCount;
        step["body"] = Body;
        step["items"] = new JsonArray([.. Session.Items("e").Select(Item)]);
        _trace.Add((JsonNode)step);
    }

    private static JsonNode Item(Item item) => new JsonObject
    {
        ["id"] = item.Id,
        ["kind"] = item.Kind,
        ["properties"] = JsonNode.Parse(item.Properties.ToString()),
    };
}
