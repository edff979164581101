using System.Collections.Immutable;
using System.Text.Json;

namespace Weft.Protocol;

/// <summary>
/// Reads what nearly every frame of a client is, in one pass: a change of one text, plain insertions and deletions, no escapes. Of anything
/// else, and of anything that is wrong, it says nothing, and the general reader does.
/// </summary>
internal static class PlainChange
{
    /// <summary>Reads a frame, whose bytes are valid UTF-8.</summary>
    /// <returns>The message, as the general reader reads it; null when the frame is another one.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static ChangeMessage? TryRead(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadChange(ref reader) is { } change && !reader.Read()
            ? change
            : null;
    }

    private static ChangeMessage? ReadChange(ref Utf8JsonReader reader)
    {
        bool isChange = false;
        long? id = null;
        long? seen = null;
        long? after = null;
        long? at = null;
        TextOperation? operation = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPlain = reader.ValueSpan.SequenceEqual("type"u8) ? !isChange && (isChange = ReadsWord(ref reader, "change"u8))
                : reader.ValueSpan.SequenceEqual("id"u8) ? ReadsNumber(ref reader, 1, Limits.MaxId, ref id)
                : reader.ValueSpan.SequenceEqual("base"u8) ? ReadsNumber(ref reader, 0, Limits.MaxId, ref seen)
                : reader.ValueSpan.SequenceEqual("after"u8) ? ReadsNumber(ref reader, 1, Limits.MaxId, ref after)
                : reader.ValueSpan.SequenceEqual("at"u8) ? ReadsNumber(ref reader, 0, Limits.MaxTime, ref at)
                : reader.ValueSpan.SequenceEqual("ops"u8) && operation is null && (operation = ReadOnlyOperation(ref reader)) is not null;
            if (!isPlain)
            {
                return null;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && isChange && id is not null && seen is { } known && operation is not null
            ? new ChangeMessage(known, [operation], after, at) { Id = id }
            : null;
    }

    private static TextOperation? ReadOnlyOperation(ref Utf8JsonReader reader)
    {
        if (!Reads(ref reader, JsonTokenType.StartArray) || !Reads(ref reader, JsonTokenType.StartObject))
        {
            return null;
        }

        bool isText = false;
        string? path = null;
        ImmutableArray<TextEdit> edits = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPlain = reader.ValueSpan.SequenceEqual("op"u8) ? !isText && (isText = ReadsWord(ref reader, "text"u8))
                : reader.ValueSpan.SequenceEqual("path"u8) ? path is null && (path = ReadText(ref reader)) is { Length: <= Limits.MaxPathLength }
                : reader.ValueSpan.SequenceEqual("changes"u8) && edits.IsDefault && ReadsEdits(ref reader, out edits);
            if (!isPlain)
            {
                return null;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && Reads(ref reader, JsonTokenType.EndArray) && isText && path is not null && !edits.IsDefault
            ? new TextOperation(path, edits)
            : null;
    }

    private static bool ReadsEdits(ref Utf8JsonReader reader, out ImmutableArray<TextEdit> edits)
    {
        edits = default;
        if (!Reads(ref reader, JsonTokenType.StartArray))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<TextEdit>(1);
        int end = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (ReadEdit(ref reader) is not { } edit || edit.From < end)
            {
                return false;
            }

            end = edit.To;
            read.Add(edit);
        }

        edits = read.DrainToImmutable();
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static TextEdit? ReadEdit(ref Utf8JsonReader reader)
    {
        long? from = null;
        long? to = null;
        string? insert = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPlain = reader.ValueSpan.SequenceEqual("from"u8) ? ReadsNumber(ref reader, 0, Limits.MaxOffset, ref from)
                : reader.ValueSpan.SequenceEqual("to"u8) ? ReadsNumber(ref reader, 0, Limits.MaxOffset, ref to)
                : reader.ValueSpan.SequenceEqual("insert"u8) && insert is null && (insert = ReadText(ref reader)) is not null;
            if (!isPlain)
            {
                return null;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && from is { } first && to is { } last && first <= last
            ? new TextEdit((int)first, (int)last, insert is null ? null : TextContent.Of(insert))
            : null;
    }

    private static bool Reads(ref Utf8JsonReader reader, JsonTokenType token) => reader.Read() && reader.TokenType == token;

    // Names and words are compared as they are written: one with escapes is none of these, and half a pair among them would make the reader throw.
    private static bool ReadsWord(ref Utf8JsonReader reader, ReadOnlySpan<byte> word) =>
        Reads(ref reader, JsonTokenType.String) && reader.ValueSpan.SequenceEqual(word);

    private static bool ReadsNumber(ref Utf8JsonReader reader, long least, long greatest, ref long? value)
    {
        if (value is not null || !Reads(ref reader, JsonTokenType.Number) || !reader.TryGetInt64(out long number))
        {
            return false;
        }

        value = number;
        return number >= least && number <= greatest;
    }

    /// <summary>A string that is not empty; one with escapes is left to the general reader, which looks for half pairs.</summary>
    private static string? ReadText(ref Utf8JsonReader reader) =>
        Reads(ref reader, JsonTokenType.String) && !reader.ValueIsEscaped && !reader.ValueSpan.IsEmpty
            ? reader.ValueSpan.SequenceEqual("body"u8) ? "body" : reader.GetString()
            : null;
}
