using Weft.Protocol;

namespace Weft.Server.Rooms;

/// <summary>A message for any number of peers, encoded once and only when somebody wants the bytes.</summary>
internal sealed class Frame(ServerMessage message)
{
    private byte[]? _bytes;

    public ServerMessage Message { get; } = message;

    /// <summary>The UTF-8 JSON; shared, never to be written to.</summary>
    public byte[] Bytes => _bytes ??= Wire.Serialize(Message);
}
