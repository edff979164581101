using System.Buffers;
using System.Text;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// JSON as Python's <c>json</c> module writes and reads it: with the numbers <c>Infinity</c>, <c>-Infinity</c> and <c>NaN</c>, which JSON does not
/// have. In documents they stand as texts of that spelling. A real text of that spelling gets a backslash in front, except in
/// fields that hold words anyway; so what comes in goes out the same. <c>\null</c> stands for a null that must not mean "not there".
/// </summary>
public static class PythonJson
{
    private static readonly string[] NumberNames = ["Infinity", "-Infinity", "NaN"];

    private static readonly JsonValue KeptNull = JsonValue.FromString("\\null");

    /// <summary>Makes JSON of what Python wrote.</summary>
    /// <param name="utf8">The text; it need not be sound.</param>
    /// <returns>The same as JSON, in new memory; as unsound as before.</returns>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlySpan<byte> utf8)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length + 64);
        Copy(utf8, default, toJson: true, output);
        return output.WrittenMemory;
    }

    /// <summary>Makes what Python reads of one property's value.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="json">Its value as JSON.</param>
    /// <param name="output">Is appended to.</param>
    public static void WriteValue(string name, string json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Copy(Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(name), toJson: false, output);
    }

    /// <summary>A value as a property; a null stays one.</summary>
    internal static JsonValue Keep(JsonElement value) => value.ValueKind == JsonValueKind.Null ? KeptNull : JsonValue.FromElement(value);

    /// <summary>Whether a text is the name of a number that JSON does not have.</summary>
    internal static bool IsNumberName(string text) => NumberNames.Contains(text, StringComparer.Ordinal);

    // A text copy with an eye on strings: everything between them but those three words stays as it is.
    private static void Copy(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, bool toJson, IBufferWriter<byte> output)
    {
        var at = 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            var next = rest.IndexOfAny("\"NI-}"u8);
            if (next != 0)
            {
                output.Write(next < 0 ? rest : rest[..next]);
                at += next < 0 ? rest.Length : next;
            }
            else if (rest[0] == (byte)'"')
            {
                var length = LengthOfString(rest);
                var isName = rest[length..].TrimStart(" \t\r\n"u8) is [(byte)':', ..];
                var content = rest[1..Math.Max(1, length - 1)];
                if (isName)
                {
                    name = content;
                }

                CopyString(rest[..length], isName || IsWords(name), toJson, output);
                at += length;
            }
            else
            {
                name = rest[0] == (byte)'}' ? default : name;
                at += CopyToken(rest, output);
            }
        }
    }

    private static int CopyToken(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        foreach (var name in NumberNames)
        {
            if (rest.Length >= name.Length && Ascii.Equals(rest[..name.Length], name))
            {
                output.Write("\""u8);
                output.Write(rest[..name.Length]);
                output.Write("\""u8);
                return name.Length;
            }
        }

        output.Write(rest[..1]);
        return 1;
    }

    private static void CopyString(ReadOnlySpan<byte> quoted, bool isWords, bool toJson, IBufferWriter<byte> output)
    {
        var content = quoted.Length < 2 ? default : quoted[1..^1];
        if (isWords || !IsMarked(content, out var marks))
        {
            output.Write(quoted);
        }
        else if (toJson)
        {
            output.Write("\"\\\\"u8);
            output.Write(quoted[1..]);
        }
        else if (marks == 0)
        {
            output.Write(content);
        }
        else if (content.SequenceEqual("\\\\null"u8))
        {
            output.Write("null"u8);
        }
        else
        {
            output.Write("\""u8);
            output.Write(quoted[3..]);
        }
    }

    /// <summary>Whether a string's content is one of the three words, or one of them or "null" behind backslashes (each two bytes in JSON).</summary>
    private static bool IsMarked(ReadOnlySpan<byte> content, out int marks)
    {
        marks = 0;
        while (content.StartsWith("\\\\"u8))
        {
            content = content[2..];
            marks++;
        }

        return content.SequenceEqual("NaN"u8) || content.SequenceEqual("Infinity"u8) || content.SequenceEqual("-Infinity"u8)
            || (marks > 0 && content.SequenceEqual("null"u8));
    }

    private static bool IsWords(ReadOnlySpan<byte> name) => name.Length <= KindLimits.NameLength && BenchFields.IsText(name);

    private static int LengthOfString(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\')
            {
                i++;
            }
            else if (text[i] == (byte)'"')
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
