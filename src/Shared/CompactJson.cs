using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weft.Json;

/// <summary>
/// JSON without white space between tokens, each character of a string written as itself where it can be. What peers and files hold is
/// mostly written so already: then the bytes are the text, and nothing is built to write them again.
/// </summary>
internal static class CompactJson
{
    /// <summary>Bytes that a writer may keep for the next value: one long value is not to be held for ever.</summary>
    private const int KeptBytes = 64 * 1024;

    private static readonly JavaScriptEncoder s_encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    [ThreadStatic]
    private static Scratch? t_scratch;

    /// <summary>The compact text of a value.</summary>
    /// <exception cref="InvalidOperationException">A string of it is no valid Unicode.</exception>
    public static string Of(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return IsCompact(raw) ? TextOf(raw) : Rewrite(element);
    }

    /// <summary>Whether JSON is written compactly; if so, its strings are valid Unicode, too.</summary>
    /// <param name="json">One sound value.</param>
    public static bool IsCompact(ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            if (json[0] <= (byte)' ')
            {
                return false;
            }

            if (json[0] != (byte)'"')
            {
                json = json[1..];
                continue;
            }

            var length = json[1..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0 || json[1 + length] == (byte)'\\' || s_encoder.FindFirstCharacterToEncodeUtf8(json.Slice(1, length)) >= 0)
            {
                return false;
            }

            json = json[(length + 2)..];
        }

        return true;
    }

    /// <summary>The text of UTF-8 that is compact already; the shortest values are not made anew each time.</summary>
    public static string TextOf(ReadOnlySpan<byte> json) => json switch
    {
        [(byte)'0'] => "0",
        [(byte)'1'] => "1",
        [(byte)'{', (byte)'}'] => "{}",
        [(byte)'[', (byte)']'] => "[]",
        [(byte)'"', (byte)'"'] => "\"\"",
        _ => Encoding.UTF8.GetString(json),
    };

    private static string Rewrite(JsonElement element)
    {
        var scratch = t_scratch ?? new Scratch();
        t_scratch = null;
        element.WriteTo(scratch.Writer);
        scratch.Writer.Flush();
        var text = Encoding.UTF8.GetString(scratch.Buffer.WrittenSpan);
        if (scratch.Buffer.Capacity <= KeptBytes)
        {
            scratch.Buffer.ResetWrittenCount();
            scratch.Writer.Reset();
            t_scratch = scratch;
        }

        return text;
    }

    private sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = s_encoder });

        public ArrayBufferWriter<byte> Buffer { get; } = new();

        public Utf8JsonWriter Writer { get; }
    }
}
