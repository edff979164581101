using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>Frames for the app.</summary>
internal sealed class AppWriter(TimeProvider time)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What every item has, also when nobody said so: without both coordinates the app moves nothing.</summary>
    private static readonly string[] Always = ["x_mm", "y_mm", "angle_deg", "z_value"];

    private static readonly string[] Coordinates = ["x_mm", "y_mm"];

    public ReadOnlyMemory<byte> Pong() => Write("pong", static _ => { });

    public ReadOnlyMemory<byte> Joined(string user) => Write("user:joined", json => json.WriteString("user_id", user));

    public ReadOnlyMemory<byte> Left(string user) => Write("user:left", json => json.WriteString("user_id", user));

    public ReadOnlyMemory<byte> Acknowledge(string session, string user, bool isHost, IEnumerable<string> users) => Write("connection:ack", json =>
    {
        json.WriteString("session_id", session);
        json.WriteString("user_id", user);
        json.WriteBoolean("is_host", isHost);
        json.WriteStartArray("users");
        foreach (var name in users)
        {
            json.WriteStartObject();
            json.WriteString("user_id", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The whole scene. The app forgets what it has and takes this.</summary>
    public ReadOnlyMemory<byte> State(IEnumerable<Item> items, long version) => Write("sync:full_state", json =>
    {
        json.WriteStartObject("state");
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("uuid", item.Id);
            json.WriteString("item_type", item.Kind);
            WriteFields(json, item, isLocked: null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("version", version);
        json.WriteString("timestamp", Now());
        json.WriteEndObject();
        json.WriteBoolean("from_server", true);
        json.WriteString("conflict_resolution", "host_wins");
    });

    /// <summary>A command about an item that is there.</summary>
    /// <param name="action">One of <see cref="AppActions"/>.</param>
    /// <param name="item">The item.</param>
    /// <param name="user">Who did it.</param>
    /// <param name="isLocked">What to say of the lock, when that is not what is so.</param>
    public ReadOnlyMemory<byte> Command(string action, Item item, string user, bool? isLocked = null) =>
        Command(action, item.Id, item.Kind, user, json => WriteFields(json, item, isLocked));

    /// <summary>An item is at another place and otherwise as it was: what a move does not name, the app leaves.</summary>
    public ReadOnlyMemory<byte> Place(Item item, string user) => Command(AppActions.Move, item.Id, item.Kind, user, json =>
    {
        foreach (var name in Coordinates)
        {
            WriteField(json, item, name);
        }
    });

    /// <summary>An item is gone.</summary>
    public ReadOnlyMemory<byte> Remove(string id, string kind, string user) => Command(AppActions.Remove, id, kind, user, static _ => { });

    private ReadOnlyMemory<byte> Command(string action, string id, string kind, string user, Action<Utf8JsonWriter> data) => Write("command", json =>
    {
        json.WriteString("user_id", user);
        json.WriteStartObject("command");
        json.WriteString("action", action);
        json.WriteString("item_type", kind);
        json.WriteString("item_id", id);
        json.WriteStartObject("data");
        data(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteFields(Utf8JsonWriter json, Item item, bool? isLocked)
    {
        foreach (var name in Always.Where(name => !item.Properties.ContainsKey(name)).Concat(item.Properties.Keys.Where(name => name is not "locked")))
        {
            WriteField(json, item, name);
        }

        json.WriteBoolean("locked", isLocked ?? IsLocked(item));
        json.WriteString("item_uuid", item.Id);
        json.WriteString("_type", item.Kind);
    }

    private static void WriteField(Utf8JsonWriter json, Item item, string name)
    {
        json.WritePropertyName(name);
        if (!item.Properties.TryGetValue(name, out var value))
        {
            json.WriteRawValue(FieldComparison.DefaultOf(item.Kind, name));
            return;
        }

        var text = new ArrayBufferWriter<byte>();
        PythonJson.WriteValue(name, value.Text, text);
        json.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Whether an item is locked.</summary>
    public static bool IsLocked(Item item) => item.Properties.TryGetValue("locked", out var locked) && locked == JsonValue.True;

    /// <summary>The place of an item in the stack.</summary>
    public static double ZValue(Item item) =>
        item.Properties.TryGetValue("z_value", out var value) && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var z) ? z : 0;

    private ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            fields(json);
            json.WriteString("timestamp", Now());
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // As Python's isoformat writes the time, which is what the app compares with.
    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
