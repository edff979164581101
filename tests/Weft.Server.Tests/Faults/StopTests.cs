using System.Net.WebSockets;
using System.Text;
using Weft.Client;
using Weft.Protocol;
using Weft.Storage.Sqlite;

namespace Weft.Server.Tests.Faults;

/// <summary>A server process is asked to stop while people type and one of them takes nothing any more.</summary>
public sealed class StopTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-stop-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_answers_what_it_was_sent_tells_everybody_and_ends_although_one_is_stuck()
    {
        await using var server = Start();
        var address = await server.ListeningAsync();
        using var http = new HttpClient();
        var id = await new DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        using var stuck = await JoinAndReadNothingAsync(address, id);
        await using var ada = await Peer.ConnectAsync(address);
        await ada.JoinAsync(id, "ada");
        const int Changes = 60;
        for (var n = 1; n <= Changes; n++)
        {
            // Enough to fill what the network holds for the one that reads nothing.
            await ada.InsertAsync(n, n - 1, 0, new string('x', 200_000), n == 1 ? null : n - 1);
        }

        await ada.NextAsync<ResponseMessage>(r => r.InReply == 1);
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal(CloseCodes.ServerStopping, await ada.ClosedAsync());
        var answered = ada.Heard<ResponseMessage>().Count(r => r.Status == ResponseStatus.Saved);
        Assert.Contains("everything is written", server.Output, StringComparison.Ordinal);
        Assert.Empty(server.Errors.Trim());

        await using var store = SqliteDocumentStore.Open(_folder, TimeProvider.System);
        Assert.True((await store.FindAsync(id, Ct))!.Revision >= answered);
    }

    [Fact]
    public async Task A_second_interrupt_quits_at_once()
    {
        await using var server = Start();
        var address = await server.ListeningAsync();
        using var http = new HttpClient();
        var id = await new DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        using var stuck = await JoinAndReadNothingAsync(address, id);
        await server.SendAsync("-INT");
        await Eventually.HoldsAsync(() => server.Output.Contains("Stopping", StringComparison.Ordinal), "It does not say that it stops.");
        Assert.Equal(130, await server.InterruptAsync());
        Assert.Contains("quit at once", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("everything is written", server.Output, StringComparison.Ordinal);
    }

    private WeftProcess Start() => WeftProcess.Start("serve", "--host", "localhost", "--port", "0", "--data", _folder);

    /// <summary>Somebody who never answers: the close frame is not taken, so only the server's patience ends the connection.</summary>
    private static async Task<ClientWebSocket> JoinAndReadNothingAsync(ServerAddress address, string id)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Limits.Subprotocol);
        await socket.ConnectAsync(address.Socket, Ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"join","document":"{{id}}","client":"stuck"}"""), WebSocketMessageType.Text, endOfMessage: true, Ct);
        return socket;
    }
}
