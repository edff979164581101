using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Weft.Protocol;

/// <summary>
/// Messages to and from the UTF-8 JSON of one frame. Reading goes in three steps, so that each error names its field: is it JSON
/// (<c>bad_json</c>), are its required fields and its text there (<c>missing_field</c>, <c>bad_text</c>), are their values in range
/// (<c>bad_field</c>). Nothing here throws for what a peer sent. Thread-safe.
/// </summary>
public static class Wire
{
    /// <summary>Reads a client's frame. The buffer may be reused afterwards.</summary>
    public static ParseResult<ClientMessage> ParseClient(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return System.Text.Unicode.Utf8.IsValid(utf8) && PlainChange.TryRead(utf8) is { } change
                ? new ParseResult<ClientMessage>(change)
                : ParseAnyClient(utf8);
        }
        catch (JsonException)
        {
            // It is read no second time: the exception cites all that follows the mistake.
            return new ParseResult<ClientMessage>(FrameJson.NotJson);
        }
    }

    /// <summary>Reads whatever a client may send, and says what is wrong with what it may not.</summary>
    internal static ParseResult<ClientMessage> ParseAnyClient(ReadOnlySpan<byte> utf8) =>
        Parse(utf8, WireJson.Context.ClientMessage, MessageCheck.Check);

    /// <summary>Reads a server's frame. The buffer may be reused afterwards.</summary>
    public static ParseResult<ServerMessage> ParseServer(ReadOnlySpan<byte> utf8) =>
        Parse(utf8, WireJson.Context.ServerMessage, static _ => null);

    /// <summary>Reads a server's frame that may hold several messages (FRAME-8). The buffer may be reused afterwards.</summary>
    /// <param name="utf8">The frame.</param>
    /// <param name="messages">Is given what the frame holds, in order.</param>
    /// <returns>What is wrong with the frame; null when nothing is.</returns>
    public static ProtocolError? ParseServer(ReadOnlySpan<byte> utf8, ICollection<ServerMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (utf8.IsEmpty || utf8[0] != (byte)'[')
        {
            return Add(ParseServer(utf8), messages);
        }

        using FrameJson frame = FrameJson.Read(utf8);
        if (frame.Problem is { } unreadable)
        {
            return unreadable;
        }

        foreach (JsonElement element in frame.Root.EnumerateArray())
        {
            if (Add(Parse(element, WireJson.Context.ServerMessage, static _ => null), messages) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>The frame of a message.</summary>
    public static byte[] Serialize(ClientMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Context.ClientMessage);

    /// <summary>The frame of a message.</summary>
    public static byte[] Serialize(ServerMessage message)
    {
        Span<byte> plain = stackalloc byte[SavedAnswer.MaxBytes];
        return SavedAnswer.TryWrite(message, plain, out int length)
            ? plain[..length].ToArray()
            : JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Context.ServerMessage);
    }

    /// <summary>One frame of several messages (FRAME-8).</summary>
    public static byte[] Serialize(IReadOnlyList<ServerMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write("["u8);
        for (int i = 0; i < messages.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            Serialize(output, messages[i]);
        }

        output.Write("]"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the frame of a message into a buffer that stays the caller's.</summary>
    public static void Serialize(IBufferWriter<byte> output, ServerMessage message)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (SavedAnswer.TryWrite(message, output.GetSpan(SavedAnswer.MaxBytes), out int length))
        {
            output.Advance(length);
            return;
        }

        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireJson.Context.ClientMessage.Options.Encoder });
        JsonSerializer.Serialize(writer, message, WireJson.Context.ServerMessage);
    }

    private static ParseResult<TMessage> Parse<TMessage>(
        ReadOnlySpan<byte> utf8, JsonTypeInfo<TMessage> type, Func<TMessage, ProtocolError?> check)
        where TMessage : class
    {
        using FrameJson frame = FrameJson.Read(utf8);
        return frame.Problem is { } unreadable
            ? new ParseResult<TMessage>(unreadable)
            : Parse(frame.Root, type, check);
    }

    private static ParseResult<TMessage> Parse<TMessage>(
        JsonElement element, JsonTypeInfo<TMessage> type, Func<TMessage, ProtocolError?> check)
        where TMessage : class
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new ParseResult<TMessage>(new ProtocolError(ErrorCodes.BadFrame, "A frame is one JSON object."));
        }

        long? id = ReadId(element);
        if (FrameCheck.Check(element, type) is { } problem)
        {
            return new ParseResult<TMessage>(problem with { Id = id });
        }

        TMessage message;
        try
        {
            message = element.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            return new ParseResult<TMessage>(FrameCheck.BadField(FieldOf(exception)) with { Id = id });
        }

        return check(message) is { } outOfRange
            ? new ParseResult<TMessage>(outOfRange with { Id = id })
            : new ParseResult<TMessage>(message);
    }

    private static ProtocolError? Add(ParseResult<ServerMessage> result, ICollection<ServerMessage> messages)
    {
        if (result.Succeeded)
        {
            messages.Add(result.Message);
        }

        return result.Error;
    }

    private static long? ReadId(JsonElement frame) =>
        frame.TryGetProperty("id"u8, out JsonElement id)
        && id.ValueKind == JsonValueKind.Number
        && id.TryGetInt64(out long value)
        && value is > 0 and <= Limits.MaxId
            ? value
            : null;

    /// <summary>The serializer writes <c>$.ops[0].path</c>, the protocol <c>ops[0].path</c>.</summary>
    private static string FieldOf(JsonException exception) => exception.Path?.TrimStart('$').TrimStart('.') ?? "";
}
