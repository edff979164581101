using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Weft.Client;

namespace Weft.Server.Tests.Gateways;

/// <summary>
/// A stand-in for Optiverse's desktop app that does what docs/optiverse.md says the app does, with all its oddities. Frames are taken one after the
/// other, each after a delay of its own if that is asked for, so that what is said and what is heard cross on the line. Two versions of the app differ on
/// the wire; this is the older one unless the newer is asked for.
/// </summary>
internal sealed class DesktopApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Lock _scene = new();
    private readonly Dictionary<string, AppThing> _things = new(StringComparer.Ordinal);
    private readonly Hearing<JsonObject> _heard = new(Patience);
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly Random? _delays;
    private readonly bool _isHost;
    private readonly bool _isNewer;
    private readonly string _user;
    private Task _listening = Task.CompletedTask;
    private Task _speaking = Task.CompletedTask;
    private bool _isEnabled;
    private bool _isSynced;

    private DesktopApp(string user, bool isHost, Random? delays, bool isNewer) =>
        (_user, _isHost, _isSynced, _delays, _isNewer) = (user, isHost, isHost, delays, isNewer);

    public string Status { get; private set; } = "Not connected";

    /// <summary>Items that stand on the canvas but that nobody can reach any more: one was added twice.</summary>
    public int Orphans { get; private set; }

    public List<JsonObject> Heard => _heard.Taken;

    public WebSocketCloseStatus? CloseCode => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Makes an app whose canvas can be filled before it connects.</summary>
    public static DesktopApp Create(string user, bool isHost = false, Random? delays = null, bool isNewer = false) => new(user, isHost, delays, isNewer);

    /// <summary>Connects, and waits until the app has what it needs to be used.</summary>
    public static async Task<DesktopApp> JoinAsync(TestServer server, string session, string user, bool isHost = false, Random? delays = null, string query = "", bool isNewer = false)
    {
        var app = Create(user, isHost, delays, isNewer);
        await app.ConnectAsync(server.Address, session, query);
        await app.SettledAsync();
        return app;
    }

    public async Task ConnectAsync(ServerAddress server, string session, string query = "", string? basic = null)
    {
        if (basic is not null)
        {
            _socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        }

        var address = new UriBuilder(server.Http) { Scheme = "ws", Path = $"/ws/{Uri.EscapeDataString(session)}/{Uri.EscapeDataString(_user)}", Query = query };
        Status = "Connecting...";
        await _socket.ConnectAsync(address.Uri, Ct);
        _listening = Task.Run(ListenAsync);
        _speaking = Task.Run(SpeakAsync);
    }

    /// <summary>Waits until the app has been acknowledged and, as a client, has got the scene.</summary>
    public Task SettledAsync() => Faults.Eventually.HoldsAsync(() => Locked(() => _isEnabled && _isSynced), () => $"{_user} was not let in: {Status} {CloseCode} {CloseReason}");

    public void Send(JsonObject message)
    {
        message["user_id"] = _user;
        _said.Writer.TryWrite(message.ToJsonString());
    }

    public void SendRaw(string text) => _said.Writer.TryWrite(text);

    /// <summary>The next frame of a type; others are passed over.</summary>
    public Task<JsonObject> NextAsync(string type, Func<JsonObject, bool>? which = null) => _heard.NextAsync(
        message => (string?)message["type"] == type && which?.Invoke(message) != false,
        () => $"No {type} came to {_user} ({CloseCode} {CloseReason}); heard: {string.Join(' ', Heard.Select(m => m.ToJsonString()))}");

    public Task<JsonObject> NextCommandAsync(string action, string id) =>
        NextAsync("command", m => (string?)m["command"]!["action"] == action && (string?)m["command"]!["item_id"] == id);

    /// <summary>Drops an item from the library.</summary>
    public string Drop(string id, string type, params (string Field, JsonNode? Value)[] fields)
    {
        lock (_scene)
        {
            var thing = PutLocked(id, type, fields);
            if (_isEnabled && _isSynced)
            {
                Command("add_item", thing);
            }
        }

        return id;
    }

    /// <summary>Pastes, undoes a deletion, or opens a file: the item is there, and nothing is said of it.</summary>
    public string Paste(string id, string type, params (string Field, JsonNode? Value)[] fields)
    {
        lock (_scene)
        {
            PutLocked(id, type, fields);
        }

        return id;
    }

    /// <summary>Drags or turns an item.</summary>
    public void Drag(string id, double x, double y, double angle)
    {
        lock (_scene)
        {
            if (!_things.TryGetValue(id, out var thing) || thing.IsLocked)
            {
                return;
            }

            (thing["x_mm"], thing["y_mm"], thing["angle_deg"]) = (x, y, angle);
            if (thing.IsLocal || _isNewer)
            {
                Command("update_item", thing);
            }

            Command("move_item", thing);
        }
    }

    /// <summary>Changes an item in the editor's dialog.</summary>
    public void Edit(string id, string field, JsonNode? value)
    {
        lock (_scene)
        {
            if (_things.TryGetValue(id, out var thing))
            {
                thing.Edit(field, value);
                Command("update_item", thing);
            }
        }
    }

    /// <summary>Presses the Delete key, or chooses Delete from the context menu, which is said to nobody.</summary>
    public void Delete(string id, bool isSilent = false)
    {
        lock (_scene)
        {
            if (_things.Remove(id, out var thing) && !isSilent && _isEnabled)
            {
                Send(Message("command", ("command", CommandOf("remove_item", thing, []))));
            }
        }
    }

    public IReadOnlyList<string> Ids => Locked(() => _things.Keys.Order(StringComparer.Ordinal).ToList());

    public JsonObject? Find(string id) => Locked(() => _things.GetValueOrDefault(id)?.Fields());

    /// <summary>The scene in one form.</summary>
    public string Scene() => Locked(() => Scenes.Of(_things.Values.Select(thing => (thing.Id, thing.Type, thing.Fields()))));

    /// <summary>Says something that is answered after all that was said before, and waits for the answer.</summary>
    public async Task BeatAsync()
    {
        Send(Message("ping"));
        await NextAsync("pong");
    }

    public async Task DisconnectAsync()
    {
        _said.Writer.TryComplete();
        await _speaking;
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await _listening;
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        await _listening.WaitAsync(Patience, Ct);
        return CloseCode;
    }

    public async ValueTask DisposeAsync()
    {
        _said.Writer.TryComplete();
        _socket.Abort();
        await _speaking;
        await _listening;
        _socket.Dispose();
    }

    internal static JsonObject Message(string type, params (string Name, JsonNode? Value)[] fields)
    {
        var message = new JsonObject { ["type"] = type };
        foreach (var (name, value) in fields)
        {
            message[name] = value;
        }

        return message;
    }

    private AppThing PutLocked(string id, string type, (string Field, JsonNode? Value)[] fields)
    {
        var thing = new AppThing(id, type, isLocal: true, _isNewer);
        foreach (var (field, value) in fields)
        {
            thing.Edit(field, value);
        }

        _things[id] = thing;
        return thing;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_scene)
        {
            return read();
        }
    }

    private void Command(string action, AppThing thing)
    {
        if (_isEnabled)
        {
            Send(Message("command", ("command", CommandOf(action, thing, thing.ToDictionary())), ("timestamp", "2026-11-20T08:59:22.103858")));
        }
    }

    private static JsonObject CommandOf(string action, AppThing thing, JsonObject data) =>
        new() { ["action"] = action, ["item_type"] = thing.Type, ["item_id"] = thing.Id, ["data"] = data };

    private async Task SpeakAsync()
    {
        try
        {
            await foreach (var text in _said.Reader.ReadAllAsync(CancellationToken.None))
            {
                await PauseAsync();
                await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was closed meanwhile.
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                frame.Write(buffer, 0, result.Count);
                if (result.EndOfMessage)
                {
                    await PauseAsync();
                    Assert.Equal(WebSocketMessageType.Text, result.MessageType);
                    Take(Encoding.UTF8.GetString(frame.GetBuffer(), 0, (int)frame.Length));
                    frame.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was cut.
        }

        Status = "Disconnected";
        _heard.End();
    }

    // Delays are never long: it is the order of what crosses that counts.
    private Task PauseAsync() => _delays is null ? Task.CompletedTask : Task.Delay(Locked(() => _delays.Next(12)), CancellationToken.None);

    private void Take(string text)
    {
        var message = JsonNode.Parse(text.Replace("-Infinity", "-1e308", StringComparison.Ordinal).Replace("Infinity", "1e308", StringComparison.Ordinal))!.AsObject();
        lock (_scene)
        {
            React(message);
        }

        _heard.Add(message);
    }

    private void React(JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "connection:ack":
                _isEnabled = true;
                Status = $"Connected ({message["users"]!.AsArray().Select(user => (string)user!["user_id"]!).Count()} users)";
                Send(_isHost && _isNewer ? Scene(null) : Message("sync:request"));
                break;
            case "user:joined":
                Status = $"{message["user_id"]} joined";
                if (_isHost)
                {
                    Send(Scene((string)message["user_id"]!));
                }

                break;
            case "user:left":
                Status = $"{message["user_id"]} left";
                break;
            case "command" when _isEnabled:
                Apply(message["command"]!.AsObject());
                break;
            case "sync:full_state" when _isHost && _isNewer:
                break;
            case "sync:full_state" when message["state"] is JsonObject { Count: > 0 } state:
                _things.Clear();
                foreach (var entry in state["items"]!.AsArray())
                {
                    Add((string)entry!["item_type"]!, entry.AsObject());
                }

                _isSynced = true;
                break;
        }
    }

    private JsonObject Scene(string? target)
    {
        var items = _things.Values.Select(StateEntry).ToArray();
        var scene = Message("sync:full_state", ("state", new JsonObject { ["items"] = new JsonArray(items), ["version"] = 3, ["timestamp"] = "t" }));
        if (target is not null)
        {
            scene["target_user"] = target;
        }

        return scene;
    }

    private static JsonNode StateEntry(AppThing thing)
    {
        var entry = thing.ToDictionary();
        (entry["uuid"], entry["item_type"]) = (thing.Id, thing.Type);
        return entry;
    }

    private void Apply(JsonObject command)
    {
        var id = (string)command["item_id"]!;
        var data = command["data"]!.AsObject();
        switch ((string?)command["action"])
        {
            case "add_item":
                Add((string)command["item_type"]!, data);
                break;
            case "move_item":
                _things.GetValueOrDefault(id)?.Move(data);
                break;
            case "update_item":
                _things.GetValueOrDefault(id)?.Update(data);
                break;
            case "remove_item":
                _things.Remove(id);
                break;
        }
    }

    // The class and the id are all that the older version takes of an item that is added.
    private void Add(string itemType, JsonObject data)
    {
        Assert.Contains(itemType, (string[])["component", "source"]);
        Assert.Equal(itemType, (string?)data["_type"]);
        var id = (string)(data["uuid"] ?? data["item_uuid"])!;
        Orphans += _things.ContainsKey(id) ? 1 : 0;
        _things[id] = new AppThing(id, itemType, isLocal: false, _isNewer);
        _things[id].Take(data);
    }
}
