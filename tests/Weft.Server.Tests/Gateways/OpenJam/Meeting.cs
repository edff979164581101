namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>Ann and Bob, each with a page of OpenJam, on a board of a server that is theirs.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    public required TestServer Server { get; init; }

    public required JamPage Ann { get; init; }

    public required JamPage Bob { get; init; }

    public static async Task<Meeting> OpenAsync()
    {
        var server = await TestServer.StartAsync();
        return new Meeting { Server = server, Ann = await JamPage.OpenAsync(server, "Ann", "room-1"), Bob = await JamPage.OpenAsync(server, "Bob", "room-1") };
    }

    /// <summary>Both see the note el_1, which Ann made.</summary>
    /// <param name="at">When she says that she did, in milliseconds since 1970; now if nothing is said.</param>
    public static async Task<Meeting> WithNoteAsync(long? at = null)
    {
        var meeting = await OpenAsync();
        await meeting.Ann.AddAsync("el_1", at: at);
        await OpenJamTest.ShowsAsync(meeting.Bob, "el_1", "x", 10);
        return meeting;
    }

    public void Deconstruct(out JamPage ann, out JamPage bob) => (ann, bob) = (Ann, Bob);

    public async ValueTask DisposeAsync()
    {
        await Bob.DisposeAsync();
        await Ann.DisposeAsync();
        await Server.DisposeAsync();
    }
}
