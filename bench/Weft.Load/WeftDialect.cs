using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Weft.Load;

/// <summary>The protocol <c>weft.v1</c> (docs/protocol.md).</summary>
internal sealed class WeftDialect : IDialect
{
    private static readonly HttpClient s_http = new();

    private static ReadOnlySpan<byte> Change => "\"type\":\"change\""u8;

    private static ReadOnlySpan<byte> Revision => "\"revision\":"u8;

    private static ReadOnlySpan<byte> Since => "\"since\":"u8;

    public string? Subprotocol => "weft.v1";

    public bool IsText => true;

    public bool Acknowledges => true;

    public byte[]? Heartbeat { get; } = """{"type":"heartbeat"}"""u8.ToArray();

    public async Task<string> CreateRoomAsync(Uri server, int number)
    {
        using var answer = await s_http.PostAsJsonAsync(new Uri(server, "/api/v1/documents"), new { title = $"Load {number}", kind = "text" })
            .ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>().ConfigureAwait(false);
        return made.GetProperty("id").GetString()!;
    }

    public Uri AddressOf(Uri server, string room) => new($"ws://{server.Authority}/ws");

    public IReadOnlyList<byte[]> Greeting(string room) =>
        [Encoding.UTF8.GetBytes($$"""{"type":"join","id":1,"document":"{{room}}","name":"Load","batch":true}""")];

    public bool IsWelcome(ReadOnlySpan<byte> message) => message.IndexOf("\"type\":\"sync\""u8) >= 0;

    public int WriteEdit(Span<byte> output, string room, long number, long confirmed)
    {
        // The base is the newest revision that the author knows; its own changes after that are part of what it sees (CHANGE-3).
        var id = number + 1;
        var after = number > 0 ? $",\"after\":{number}" : string.Empty;
        var letter = (char)('a' + (number % 26));
        var edit = $$"""{"type":"change","id":{{id}},"base":{{confirmed}}{{after}},"ops":[{"op":"text","path":"body","changes":[{"from":{{number}},"to":{{number}},"insert":"{{letter}}"}]}]}""";
        return Encoding.UTF8.GetBytes(edit, output);
    }

    public (int Edits, int Acknowledged) Count(ReadOnlySpan<byte> message)
    {
        var refused = message.IndexOf("\"status\":\"rejected\""u8) >= 0 || message.IndexOf("\"status\":\"error\""u8) >= 0;
        return refused
            ? throw new InvalidOperationException($"The server refused: {Encoding.UTF8.GetString(message)}")
            : (Changes(message), message.Count("\"status\":\"saved\""u8));
    }

    /// <summary>
    /// Changes that a frame brings: one message is one revision, or all those from <c>since</c> on (CHANGE-16). Letters are all that is ever
    /// typed here, so these words stand only where the protocol has them.
    /// </summary>
    private static int Changes(ReadOnlySpan<byte> frame)
    {
        var changes = 0;
        for (var at = frame.IndexOf(Change); at >= 0; at = frame.IndexOf(Change))
        {
            frame = frame[(at + Change.Length)..];
            var next = frame.IndexOf(Change);
            var message = next < 0 ? frame : frame[..next];
            changes += message.IndexOf(Since) < 0 ? 1 : (int)(NumberAfter(message, Revision) - NumberAfter(message, Since));
        }

        return changes;
    }

    private static long NumberAfter(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        message = message[(message.IndexOf(name) + name.Length)..];
        return Utf8Parser.TryParse(message, out long number, out _) ? number : throw new InvalidOperationException("No number where one was to be.");
    }
}
