using Weft.Protocol;

namespace Weft.Server.Tests.Operations;

public sealed class SecrecyTests
{
    private const string Marker = "xyzzymarker";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_log_at_any_level_has_contents_titles_or_names()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.CreateAsync(title: Marker + "title");
        await using (var ada = await server.ConnectAsync())
        {
            await ada.SendAsync(new JoinMessage(document, "ada", Marker + "name") { Id = 1 });
            await ada.NextAsync<SyncMessage>();
            await ada.InsertSavedAsync(1, 0, 0, Marker + "text");
            await ada.SendAsync($$"""{"type":"{{Marker}}type","id":7}""");
            await ada.NextErrorAsync();
            await ada.SendAsync($$"""{"type":"change","id":2,"base":0,"ops":[{"op":"text","path":"{{Marker}}path","changes":[]}]}""");
            await ada.NextErrorAsync();
            await ada.SendAsync(new CursorMessage(1, "body", [new CursorRange(0, 1)], Selected: [Marker + "selected"]));
            await ada.BeatAsync();
        }

        using var content = new StringContent(Marker + "file");
        (await server.Http.PostAsync($"/api/v1/documents/import?name={Marker}.txt", content, Ct)).EnsureSuccessStatusCode();
        (await server.Http.GetAsync($"/api/v1/documents/{document}/export", Ct)).EnsureSuccessStatusCode();
        await server.StopAsync();

        Assert.NotEmpty(server.Log.Own);
        Assert.DoesNotContain(server.Log.Own, line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase));
    }
}
