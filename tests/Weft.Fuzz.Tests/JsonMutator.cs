using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weft.Fuzz.Tests;

/// <summary>Changes JSON into other JSON, mostly: values at their edges, parts in wrong places, left out, many times over.</summary>
internal static class JsonMutator
{
    /// <summary>How often a part is repeated at most; one input in a few hundred repeats one so often.</summary>
    private const int MostCopies = 12_000;

    private static readonly JsonSerializerOptions s_options = new() { MaxDepth = 1_000 };

    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "1", "2", "5", "-1", "1e999", "-0", "0.5", "1073741824", "1073741825", "2147483647", "2147483648",
        "9007199254740991", "9007199254740992", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "1E400",
        "\"\"", "\"a\"", "\"body\"", "\"elements/a\"", "\"elements\"", "\"a/b/c\"", "\"/\"", "\"😀\"", "\"@ud83d\"", "\"@ude00\"", "\"\\u0000\"",
        "\"\\ud83d\\ude00\"", "\"a1\"", "\"#000000\"", "{}", "[]", "[[]]", "{\"a\":{}}", "[null]", "{\"\":0}", "{\"type\":\"join\"}", "{\"op\":\"text\"}",
    ];

    public static byte[] Mutate(byte[] sample, byte[] other, Random random)
    {
        try
        {
            return Parse(sample) is { } root ? Mutate(root, other, random) : ByteMutator.Mutate(sample, other, random);
        }
        catch (InvalidOperationException)
        {
            // A node that was read is looked at late: now a string turned out to be no text.
            return ByteMutator.Mutate(sample, other, random);
        }
    }

    private static byte[] Mutate(JsonNode root, byte[] other, Random random)
    {
        for (var times = 1 + random.Next(1 + random.Next(5)); times > 0; times--)
        {
            root = Once(root, other, random);
        }

        // Half a pair can be said in JSON, and not in a node of it.
        var text = root.ToJsonString(s_options).Replace("@u", "\\u", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(6) == 0 ? Spoil(bytes, random) : bytes;
    }

    private static JsonNode Once(JsonNode root, byte[] other, Random random)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var place = places[random.Next(places.Count)];
        switch (place)
        {
            case JsonObject fields when fields.Count > 0:
                Change(fields, Value(other, random), random);
                break;
            case JsonArray list:
                Change(list, Value(other, random), random);
                break;
            default:
                return places.Count == 1 ? Value(other, random) ?? new JsonObject() : root;
        }

        return root;
    }

    private static void Change(JsonObject fields, JsonNode? value, Random random)
    {
        var name = fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(5))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                fields[name + (char)('a' + random.Next(3))] = value;
                break;
            case 2 when fields[name] is { } copied:
                fields[fields.ElementAt(random.Next(fields.Count)).Key] = copied.DeepClone();
                break;
            default:
                fields[name] = value;
                break;
        }
    }

    private static void Change(JsonArray list, JsonNode? value, Random random)
    {
        var copies = random.Next(100) == 0 ? random.Next(MostCopies) : random.Next(3);
        switch (random.Next(4))
        {
            case 0 when list.Count > 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            case 1 when list.Count > 0:
                list[random.Next(list.Count)] = value;
                break;
            case 2 when list.Count > 0:
                var copied = list[random.Next(list.Count)];
                for (; copies >= 0; copies--)
                {
                    list.Add(copied?.DeepClone());
                }

                break;
            default:
                list.Insert(random.Next(list.Count + 1), value);
                break;
        }
    }

    private static JsonNode? Value(byte[] other, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                return JsonValue.Create(new string('x', random.Next(200) == 0 ? random.Next(300_000) : random.Next(600)));
            case 1:
                return Nested(random.Next(80));
            case 2 when Parse(other) is { } found:
                var places = new List<JsonNode>();
                Collect(found, places);
                return places[random.Next(places.Count)].DeepClone();
            case 3:
                return JsonValue.Create(random.Next(12));
            default:
                return Parse(Encoding.UTF8.GetBytes(s_values[random.Next(s_values.Length)]));
        }
    }

    private static JsonArray Nested(int depth)
    {
        var inner = new JsonArray();
        for (; depth > 0; depth--)
        {
            inner = new JsonArray(inner);
        }

        return inner;
    }

    // What a writer of JSON would not write.
    private static byte[] Spoil(byte[] json, Random random)
    {
        var text = Encoding.UTF8.GetString(json);
        var at = random.Next(text.Length + 1);
        text = random.Next(6) switch
        {
            0 => text.Insert(at, " "),
            1 => text.Insert(at, string.Create(CultureInfo.InvariantCulture, $"\\u{random.Next(65_536):x4}")),
            2 => text.Replace("\"id\":", "\"id\":3,\"id\":", StringComparison.Ordinal),
            3 => text[..at],
            4 => text.Replace(":", ":" + new string('[', random.Next(2_000)), StringComparison.Ordinal),
            _ => text + text,
        };
        return Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode? Parse(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 1_000, AllowDuplicateProperties = false });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is null || places.Count > 2_000)
        {
            return;
        }

        places.Add(node);
        foreach (var child in node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        })
        {
            Collect(child, places);
        }
    }
}
