namespace Weft.Load;

/// <summary>How one server is spoken to: entering a room, making an edit of one letter, and counting what arrives.</summary>
internal interface IDialect
{
    /// <summary>The WebSocket subprotocol to offer, or null.</summary>
    string? Subprotocol { get; }

    /// <summary>Whether messages are text.</summary>
    bool IsText { get; }

    /// <summary>Whether the server answers an edit to its author.</summary>
    bool Acknowledges { get; }

    /// <summary>Makes a room.</summary>
    /// <param name="server">The server's HTTP address.</param>
    /// <param name="number">The room's number, from 0.</param>
    /// <returns>What a connection to it needs.</returns>
    Task<string> CreateRoomAsync(Uri server, int number);

    /// <summary>Where a room's socket is.</summary>
    Uri AddressOf(Uri server, string room);

    /// <summary>What a connection sends first.</summary>
    IReadOnlyList<byte[]> Greeting(string room);

    /// <summary>What a connection says when it has said nothing for a while, where the server wants to hear something; null where it does not.</summary>
    byte[]? Heartbeat => null;

    /// <summary>Whether a message says that the connection is in the room and has its document.</summary>
    bool IsWelcome(ReadOnlySpan<byte> message);

    /// <summary>One more letter at the end of the text.</summary>
    /// <param name="output">Is written from its beginning.</param>
    /// <param name="room">The room.</param>
    /// <param name="number">Which edit of this connection it is, from 0; nobody else edits.</param>
    /// <param name="confirmed">How many of its edits are acknowledged.</param>
    /// <returns>Bytes written.</returns>
    int WriteEdit(Span<byte> output, string room, long number, long confirmed);

    /// <summary>Counts the edits that a message brings, and the edits of the receiver that it acknowledges.</summary>
    (int Edits, int Acknowledged) Count(ReadOnlySpan<byte> message);
}
