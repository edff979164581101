using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Frames for a front-end: <c>{"type":…,"payload":…}</c>.</summary>
/// <param name="ids">Names operations of the server's own.</param>
internal sealed class JamFrames(IdSource ids)
{
    /// <summary>Who does what nobody of the front-end's users does: an id that is no user's, as a front-end passes over what its own user did.</summary>
    public const string Server = "server";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A vector clock that says nothing.</summary>
    public static ImmutableSortedDictionary<string, long> NoClock { get; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    public static ReadOnlyMemory<byte> Error(string message) => Write("error", json => json.WriteString("message", message));

    public static ReadOnlyMemory<byte> Cursor(JamPerson person, double x, double y) => Write("cursor", json =>
    {
        json.WriteString("userId", person.Id);
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteString("color", person.Color);
        json.WriteString("name", person.Name);
    });

    public static ReadOnlyMemory<byte> Joined(JamPerson person) => Write("presence", json =>
    {
        json.WriteString("userId", person.Id);
        json.WriteString("action", "join");
        json.WritePropertyName("user");
        WritePerson(json, person);
    });

    public static ReadOnlyMemory<byte> Left(string person) => Write("presence", json =>
    {
        json.WriteString("userId", person);
        json.WriteString("action", "leave");
    });

    /// <summary>The answer to a join: the board as it is, as additions, and who is here.</summary>
    public ReadOnlyMemory<byte> Sync(string room, IReadOnlyCollection<JamElement> elements, IEnumerable<JamPerson> people, DateTimeOffset now) => Write("sync", json =>
    {
        if (elements.Count == 0)
        {
            json.WriteNull("operations");
        }
        else
        {
            json.WriteStartArray("operations");
            foreach (var element in elements)
            {
                WriteAddition(json, room, element, ids.NewId(), now);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("users");
        foreach (var person in people)
        {
            WritePerson(json, person);
        }

        json.WriteEndArray();
    });

    /// <summary>An operation as it came.</summary>
    public static ReadOnlyMemory<byte> Relay(JamRelay relay, string author) => Op(relay.OpId, relay.OpType, author, relay.Clock, relay.Data.WriteTo);

    /// <summary>An element, whatever it was.</summary>
    public ReadOnlyMemory<byte> Add(string id, JamElement element, JamAuthor author) => Op("add", id, author, json =>
    {
        json.WritePropertyName("element");
        element.WriteTo(json);
    });

    /// <summary>An element is gone.</summary>
    public ReadOnlyMemory<byte> Delete(string id, JamAuthor author) => Op("delete", id, author, static _ => { });

    /// <summary>All elements are gone.</summary>
    public ReadOnlyMemory<byte> Clear(JamAuthor author) => Op("clear", "*", author, static _ => { });

    /// <summary>Some fields of an element.</summary>
    /// <param name="id">The element.</param>
    /// <param name="opType">The operation that stands for just these fields.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="author">Who changed them.</param>
    public ReadOnlyMemory<byte> Change(string id, string opType, Properties fields, JamAuthor author) => Op(opType, id, author, json =>
    {
        var isUpdate = string.Equals(opType, "update", StringComparison.Ordinal);
        if (isUpdate)
        {
            json.WriteStartObject("changes");
        }

        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.Text, skipInputValidation: true);
        }

        if (isUpdate)
        {
            json.WriteEndObject();
        }
    });

    private ReadOnlyMemory<byte> Op(string opType, string element, JamAuthor author, Action<Utf8JsonWriter> fields)
    {
        var id = "op_" + ids.NewId();
        return Op(id, opType, author.Id, author.Clock, json =>
        {
            json.WriteStartObject();
            WriteHead(json, id, element, author.At);
            fields(json);
            json.WriteEndObject();
        });
    }

    private static ReadOnlyMemory<byte> Op(string id, string opType, string author, ImmutableSortedDictionary<string, long> clock, Action<Utf8JsonWriter> data) => Write("op", json =>
    {
        json.WriteString("opId", id);
        json.WriteString("opType", opType);
        json.WritePropertyName("data");
        data(json);
        WriteClock(json, clock);
        json.WriteString("userId", author);
    });

    /// <summary>An element as an entry of a board's history: the operation that adds it.</summary>
    public static void WriteAddition(Utf8JsonWriter json, string room, JamElement element, string id, DateTimeOffset now)
    {
        id = "op_" + id;
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("roomId", room);
        json.WriteString("userId", Server);
        json.WriteString("opId", id);
        json.WriteString("opType", "add");
        json.WriteStartObject("payload");
        WriteHead(json, id, element.Id, now.ToUnixTimeMilliseconds());
        json.WritePropertyName("element");
        element.WriteTo(json);
        json.WriteEndObject();
        WriteClock(json, NoClock);
        json.WriteString("createdAt", JamAnswers.Time(now));
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string id, string element, long at)
    {
        json.WriteString("opId", id);
        json.WriteString("elementId", element);
        json.WriteNumber("timestamp", at);
    }

    private static void WriteClock(Utf8JsonWriter json, ImmutableSortedDictionary<string, long> clock)
    {
        json.WriteStartObject("vectorClock");
        foreach (var (user, count) in clock)
        {
            json.WriteNumber(user, count);
        }

        json.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter json, JamPerson person)
    {
        json.WriteStartObject();
        json.WriteString("id", person.Id);
        json.WriteString("displayName", person.Name);
        json.WriteString("avatarColor", person.Color);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteStartObject("payload");
            payload(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
