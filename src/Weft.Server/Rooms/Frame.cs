using System.Buffers;
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

    /// <summary>One frame that says what several say, in order.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="output">Is appended to.</param>
    public static void Join(IReadOnlyList<Frame> frames, IBufferWriter<byte> output)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            output.Write(i == 0 ? "["u8 : ","u8);
            output.Write(frames[i].Inside);
        }

        output.Write("]"u8);
    }
}
