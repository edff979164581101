using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>
/// Names with JSON values as they came, sorted by name (ordinal): a few words for the one or two that most formats and writes have, where a hash
/// table takes hundreds of bytes.
/// </summary>
internal sealed class RawProperties : IReadOnlyDictionary<string, RawJson>
{
    private readonly KeyValuePair<string, RawJson>[] _entries;

    /// <param name="entries">The names and values, in any order, each name once; taken over.</param>
    internal RawProperties(KeyValuePair<string, RawJson>[] entries)
    {
        _entries = entries;
        if (entries.Length > 1)
        {
            Array.Sort(entries, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        }
    }

    public int Count => _entries.Length;

    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    public IEnumerable<RawJson> Values => _entries.Select(entry => entry.Value);

    public RawJson this[string key] => TryGetValue(key, out RawJson value) ? value : throw new KeyNotFoundException($"No property '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out RawJson value)
    {
        int low = 0;
        int high = _entries.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(_entries[middle].Key, key);
            if (order == 0)
            {
                value = _entries[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, RawJson>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, RawJson>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Reads and writes properties. A frame that gives a name twice was refused before.</summary>
internal sealed class RawPropertiesConverter : JsonConverter<IReadOnlyDictionary<string, RawJson>>
{
    /// <summary>Names that were read lately: most frames name the same few. What is longer, in bytes, is hardly a name that comes again.</summary>
    private const int KeptNames = 64;
    private const int LongestKeptName = 32;

    private static readonly string?[] s_names = new string?[KeptNames];

    public override IReadOnlyDictionary<string, RawJson> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Properties are an object.");
        }

        var entries = new KeyValuePair<string, RawJson>[Count(reader)];
        for (int i = 0; i < entries.Length; i++)
        {
            reader.Read();
            string name = NameOf(ref reader);
            reader.Read();
            entries[i] = KeyValuePair.Create(name, RawJson.Read(ref reader));
        }

        reader.Read();
        return new RawProperties(entries);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, RawJson> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, RawJson json) in value)
        {
            writer.WritePropertyName(name);
            json.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>How many names there are. The reader is a copy: it goes ahead and is let go.</summary>
    private static int Count(Utf8JsonReader ahead)
    {
        int count = 0;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            ahead.Skip();
            count++;
        }

        return count;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> utf8 = reader.ValueSpan;
        if (reader.HasValueSequence || reader.ValueIsEscaped || utf8.Length is 0 or > LongestKeptName)
        {
            return reader.GetString()!;
        }

        // Threads may write over each other's names: each reads a whole one.
        ref string? kept = ref s_names[((utf8.Length * 31) + (utf8[0] * 7) + utf8[^1]) % KeptNames];
        return kept is { } name && Ascii.Equals(utf8, name) ? name : kept = reader.GetString()!;
    }
}
