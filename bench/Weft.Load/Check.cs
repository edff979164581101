using System.Text;
using System.Text.Json;

namespace Weft.Load;

/// <summary>A figure counts only when every edit arrived, once and in order.</summary>
internal static class Check
{
    /// <summary>Looks at what the readers got.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong.</exception>
    public static void Equal(LoadRoom room, IDialect dialect)
    {
        foreach (var reader in room.Readers)
        {
            if (reader.Edits != room.Sent)
            {
                throw new InvalidOperationException($"A reader got {reader.Edits} of {room.Sent} edits.");
            }
        }

        if (dialect.IsText)
        {
            CheckText(room.Readers[0].Kept, room.Sent);
        }
    }

    /// <summary>Plays everything that one reader got, as a client would.</summary>
    private static void CheckText(ReadOnlySpan<byte> kept, long sent)
    {
        var reader = new Utf8JsonReader(kept, new JsonReaderOptions { AllowMultipleValues = true });
        var text = new StringBuilder();
        while (reader.Read())
        {
            var message = JsonElement.ParseValue(ref reader);
            foreach (var change in message.ValueKind == JsonValueKind.Array ? message.EnumerateArray().ToArray() : [message])
            {
                Play(change, text);
            }
        }

        var letters = text.ToString();
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] != 'a' + (i % 26))
            {
                throw new InvalidOperationException($"A reader has '{letters[i]}' at {i}.");
            }
        }

        if (letters.Length != sent)
        {
            throw new InvalidOperationException($"A reader has {letters.Length} of {sent} letters.");
        }
    }

    private static void Play(JsonElement change, StringBuilder text)
    {
        if (!change.TryGetProperty("ops", out var operations))
        {
            return;
        }

        // All offsets are those before the operation, so the last edit goes first.
        foreach (var edit in operations.EnumerateArray().SelectMany(operation => operation.GetProperty("changes").EnumerateArray().Reverse().ToArray()))
        {
            var (from, letters) = (edit.GetProperty("from").GetInt32(), edit.GetProperty("insert").GetString());

            // An insertion makes a chunk of its own, of which there would be as many as letters.
            _ = from == text.Length ? text.Append(letters) : text.Insert(from, letters);
        }
    }
}
