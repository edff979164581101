using System.Text;

namespace Weft.Load;

/// <summary>A server that passes each message on to the others in the room as it is. It gets Weft's edits, as text it does not read.</summary>
internal sealed class RelayDialect : IDialect
{
    private readonly WeftDialect _weft = new();

    public string? Subprotocol => null;

    public bool IsText => true;

    public bool Acknowledges => false;

    public Task<string> CreateRoomAsync(Uri server, int number) => Task.FromResult($"room{number}");

    public Uri AddressOf(Uri server, string room) => new($"ws://{server.Authority}/{room}");

    public IReadOnlyList<byte[]> Greeting(string room) => [];

    public bool IsWelcome(ReadOnlySpan<byte> message) => message.SequenceEqual("welcome"u8);

    public int WriteEdit(Span<byte> output, string room, long number, long confirmed) => _weft.WriteEdit(output, room, number, confirmed);

    public (int Edits, int Acknowledged) Count(ReadOnlySpan<byte> message) => (message.Count("\"type\":\"change\""u8), 0);
}
