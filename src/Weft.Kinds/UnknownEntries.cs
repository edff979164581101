using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>Entries of a list that are not understood, kept as the text of one property.</summary>
internal sealed class UnknownEntries : IDisposable
{
    /// <summary>Bytes of UTF-8 that a text of the greatest length has at most.</summary>
    private const int MostBytes = 3 * KindLimits.PropertyLength;

    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;

    public UnknownEntries()
    {
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _writer.WriteStartArray();
    }

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Adds an entry.</summary>
    /// <returns>False when a property cannot hold so many, whatever comes.</returns>
    public bool TryAdd(JsonElement entry)
    {
        IsEmpty = false;
        entry.WriteTo(_writer);
        return _writer.BytesCommitted + _writer.BytesPending <= MostBytes;
    }

    /// <summary>All of them as a list; none can be added afterwards.</summary>
    public JsonValue ToValue()
    {
        _writer.WriteEndArray();
        _writer.Flush();
        return JsonValue.Parse(Encoding.UTF8.GetString(_json.WrittenSpan));
    }

    public void Dispose() => _writer.Dispose();
}
