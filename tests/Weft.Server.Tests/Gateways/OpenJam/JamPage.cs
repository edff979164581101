using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>
/// A page of OpenJam's front-end: it loads a board, joins it, shows what comes, sends what its user does and saves. Kept to what the description of its
/// protocol says, also where that is odd.
/// </summary>
internal sealed class JamPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly Hearing<JsonObject> _heard = new(Patience);
    private readonly Random? _delays;
    private ClientWebSocket? _socket;
    private Task _listening = Task.CompletedTask;
    private int _lastOp;

    private JamPage(TestServer server, string prefix, Random? delays)
    {
        _base = new Uri(server.Http.BaseAddress!, prefix);
        _http = new HttpClient { BaseAddress = _base };
        _delays = delays;
    }

    public JamStore Store { get; } = new();

    public string Token { get; private set; } = string.Empty;

    public JsonObject User { get; private set; } = [];

    public string Id => (string)User["id"]!;

    public string Room { get; private set; } = string.Empty;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Signs in under an e-mail address made of a name; with accounts, makes one.</summary>
    public static async Task<JamPage> SignInAsync(TestServer server, string name, string prefix = "/openjam/", string password = "a long enough password", string? setup = null, Random? delays = null)
    {
        var page = new JamPage(server, prefix, delays);
        var (status, session) = await page.SendAsync(HttpMethod.Post, "api/auth/register", new JsonObject
        {
            ["email"] = name.ToLowerInvariant() + "@example.org", ["password"] = password, ["displayName"] = name, ["setup"] = setup,
        });
        Assert.True(status == 200, $"{status}: {session}");
        (page.Token, page.User) = ((string)session["token"]!, session["user"]!.AsObject());
        return page;
    }

    /// <summary>Another tab of the same user.</summary>
    public JamPage Tab(TestServer server, string prefix = "/openjam/") => new(server, prefix, null) { Token = Token, User = User };

    /// <summary>Signs in and opens a board.</summary>
    public static async Task<JamPage> OpenAsync(TestServer server, string name, string room, Random? delays = null)
    {
        var page = await SignInAsync(server, name, delays: delays);
        await page.OpenAsync(room);
        return page;
    }

    public async Task OpenAsync(string room)
    {
        await ConnectAsync(room);
        await LoadAsync();
    }

    public async Task<(int Status, JsonObject Answer)> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (Token.Length > 0)
        {
            request.Headers.Authorization = new("Bearer", Token);
        }

        using var response = await _http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : new JsonObject { ["text"] = text });
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, path);
        Assert.True(status == 200, $"{status}: {answer}");
        return answer;
    }

    public async Task LoadAsync() => Store.Load((await GetAsync($"api/rooms/{Room}/load"))["elements"]!.AsArray());

    public async Task<JsonObject> SaveAsync(string name = "Board")
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, $"api/rooms/{Room}/save", new JsonObject { ["name"] = name, ["elements"] = Store.ToSave() });
        Assert.True(status == 200, $"{status}: {answer}");
        return answer;
    }

    /// <summary>Opens the socket and joins, without loading.</summary>
    public async Task<JsonObject> ConnectAsync(string room)
    {
        await DialAsync();
        return await JoinAsync(room);
    }

    public async Task DialAsync()
    {
        _socket = new ClientWebSocket();
        var ws = new UriBuilder(new Uri(_base, "ws")) { Scheme = "ws", Query = "token=" + Token };
        await _socket.ConnectAsync(ws.Uri, Ct);
        _listening = Task.Run(() => ListenAsync(_socket), Ct);
    }

    public async Task<JsonObject> JoinAsync(string room)
    {
        Room = room;
        await SayAsync("join", new JsonObject { ["roomId"] = room });
        return await NextAsync("sync");
    }

    public Task SayAsync(string type, JsonNode? payload) => SayAsync(new JsonObject { ["type"] = type, ["payload"] = payload }.ToJsonString());

    public async Task SayAsync(string frame, WebSocketMessageType type = WebSocketMessageType.Text) => await _socket!.SendAsync(Encoding.UTF8.GetBytes(frame), type, true, Ct);

    /// <summary>Somebody does something here: it is shown at once and sent.</summary>
    /// <returns>The operation's id.</returns>
    public async Task<string> DoAsync(string opType, string element, JsonObject? fields = null, long? at = null, JsonObject? clock = null)
    {
        var opId = $"op_{Interlocked.Increment(ref _lastOp)}_{Id}_{Guid.CreateVersion7():N}";
        var data = new JsonObject { ["opId"] = opId, ["elementId"] = element, ["timestamp"] = at ?? TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() };
        foreach (var (name, value) in fields ?? [])
        {
            data[name] = value?.DeepClone();
        }

        Store.ApplyLocal(opId, opType, data);
        var payload = new JsonObject { ["opId"] = opId, ["opType"] = opType, ["data"] = data };
        if (clock is not null)
        {
            payload["vectorClock"] = clock;
        }

        await SayAsync("op", payload);
        return opId;
    }

    public Task<string> AddAsync(string id, JsonObject? more = null, long? at = null)
    {
        var element = Sticky(id);
        foreach (var (name, value) in more ?? [])
        {
            element[name] = value?.DeepClone();
        }

        return DoAsync("add", id, new JsonObject { ["element"] = element }, at);
    }

    public Task<string> MoveAsync(string id, double x, double y, long? at = null) => DoAsync("move", id, new JsonObject { ["x"] = x, ["y"] = y }, at);

    public Task<string> UpdateAsync(string id, string field, JsonNode? value, long? at = null, JsonObject? clock = null) =>
        DoAsync("update", id, new JsonObject { ["changes"] = new JsonObject { [field] = value } }, at, clock);

    public static JsonObject Sticky(string id) => new()
    {
        ["id"] = id, ["type"] = "sticky", ["x"] = 10, ["y"] = 20, ["width"] = 200, ["height"] = 200, ["rotation"] = 0, ["zIndex"] = 1, ["locked"] = false, ["opacity"] = 1,
        ["createdBy"] = "somebody", ["createdAt"] = 1_790_000_000_000, ["updatedAt"] = 1_790_000_000_000, ["text"] = "note", ["color"] = "yellow", ["fontSize"] = 16, ["textAlign"] = "center",
    };

    /// <summary>The next message of a type; others are passed over, as far as a test goes.</summary>
    public async Task<JsonObject> NextAsync(string type, Func<JsonObject, bool>? which = null)
    {
        var found = await _heard.NextAsync(
            message => (string?)message["type"] == type && message["payload"] is JsonObject payload && which?.Invoke(payload) != false,
            () => $"No '{type}' came; heard: {string.Join('\n', _heard.Taken.Select(m => m.ToJsonString()))}");
        return found["payload"]!.AsObject();
    }

    /// <summary>Everything of a type that was heard so far, also what still stands in line, which is taken from it.</summary>
    public IReadOnlyList<JsonObject> Heard(string type) =>
        [.. _heard.All().Where(message => (string?)message["type"] == type).Select(message => message["payload"]!.AsObject())];

    /// <summary>Waits until the server has dealt with all that was sent, and this page has heard what it said by then.</summary>
    public async Task BeatAsync()
    {
        await SayAsync("beat", null);
        await NextAsync("error", error => (string?)error["message"] == "Unknown message type");
    }

    public async Task<string> ErrorAsync() => (string)(await NextAsync("error"))["message"]!;

    /// <summary>The line breaks: nobody says goodbye.</summary>
    public async Task BreakAsync()
    {
        _socket!.Abort();
        await _listening.WaitAsync(Patience, Ct);
    }

    public async Task<int?> ClosedAsync()
    {
        await _listening.WaitAsync(Patience, Ct);
        return (int?)_socket!.CloseStatus;
    }

    public async ValueTask DisposeAsync()
    {
        _socket?.Abort();
        await _listening.WaitAsync(Patience, CancellationToken.None);
        _socket?.Dispose();
        _http.Dispose();
    }

    private async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new byte[32 * 1024 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                await TakeAsync(JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject());
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The line is gone.
        }
    }

    private async Task TakeAsync(JsonObject message)
    {
        if (_delays is { } delays)
        {
            await Task.Delay(delays.Next(40), CancellationToken.None);
        }

        var payload = message["payload"]!.AsObject();
        if ((string?)message["type"] == "op" && (string?)payload["userId"] != Id)
        {
            Store.ApplyRemote((string)payload["opId"]!, (string)payload["opType"]!, payload["data"]!.AsObject());
        }

        _heard.Add(message);
    }
}
