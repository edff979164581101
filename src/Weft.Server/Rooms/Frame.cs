using Weft.Protocol;

namespace Weft.Server.Rooms;

/// <summary>A message, or several (FRAME-8), for any number of peers: encoded once, and only when somebody wants the bytes.</summary>
internal sealed class Frame
{
    private readonly IReadOnlyList<ServerMessage> _messages;
    private byte[]? _bytes;

    public Frame(ServerMessage message) => _messages = [message];

    public Frame(IReadOnlyList<ServerMessage> messages) => _messages = messages;

    /// <summary>The first message, which is the only one for peers that take one a frame.</summary>
    public ServerMessage Message => _messages[0];

    /// <summary>The UTF-8 JSON; shared, never to be written to.</summary>
    public byte[] Bytes => _bytes ??= IsBatch ? Wire.Serialize(_messages) : Wire.Serialize(Message);

    private bool IsBatch => _messages.Count > 1;

    private ReadOnlySpan<byte> Inside => IsBatch ? Bytes.AsSpan(1..^1) : Bytes.AsSpan();

    /// <summary>Bytes of the frame that several make together.</summary>
    public static int JoinedLength(List<Frame> frames)
    {
        var length = frames.Count + 1;
        foreach (var frame in frames)
        {
            length += frame.Inside.Length;
        }

        return length;
    }

    /// <summary>One frame that says what several say, in order.</summary>
    /// <param name="frames">The frames, at least one.</param>
    /// <param name="output">Exactly <see cref="JoinedLength"/> bytes.</param>
    public static void Join(List<Frame> frames, Span<byte> output)
    {
        var at = 0;
        foreach (var frame in frames)
        {
            output[at] = (byte)(at == 0 ? '[' : ',');
            frame.Inside.CopyTo(output[(at + 1)..]);
            at += 1 + frame.Inside.Length;
        }

        output[at] = (byte)']';
    }
}
