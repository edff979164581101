using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// Optiverse's desktop app, unmodified, in a bench's room. The document is the scene; kept here is only what tells the app's canvas from it: which
/// items the app has, and which of them it may see otherwise for a moment. docs/optiverse.md says what the app does and why this answers it so.
/// </summary>
internal sealed partial class OptiverseConnection : GatewayConnection
{
    /// <summary>Whoever is said to have made what the gateway itself tells the app; also the user of the question which role the app has.</summary>
    private const string Server = "Weft";

    private readonly string _sessionName;
    private readonly OptiverseSessions _sessions;
    private readonly AppWriter _writer;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private string _user = string.Empty;

    public OptiverseConnection(GatewayVisit visit, string session, GatewayServices services, OptiverseSessions sessions)
        : base(visit, services)
    {
        (_sessionName, _sessions) = (session, sessions);
        _writer = new AppWriter(services.Time);
        _requests = Limiting.TokenBucket.PerMinute(services.Options.Limits[ServerLimits.Joins], services.Time);
    }

    /// <inheritdoc/>
    protected override string Protocol => "Optiverse";

    /// <inheritdoc/>
    protected override bool TakesFrames => _batches.Count == 0;

    /// <inheritdoc/>
    protected override async ValueTask WelcomeAsync(SyncMessage sync)
    {
        _user = sync.Name ?? Names.Guest;
        foreach (var user in sync.Users)
        {
            _names[user.Client] = user.Name;
        }

        // Only a host role answers this, and with its whole canvas: the question to which the acknowledgement's answer is the end.
        await SendAsync(_writer.Joined(Server)).ConfigureAwait(false);
        await SendAsync(_writer.Left(Server)).ConfigureAwait(false);
        await SendAsync(_writer.Acknowledge(_sessionName, _user, _sessions.IsHost(Document, _user), [_user, .. sync.Users.Select(user => user.Name)])).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask TakeFrameAsync(ReadOnlyMemory<byte> frame)
    {
        switch (AppMessage.TryParse(frame))
        {
            case AppMessage.Ping:
                await SendAsync(_writer.Pong()).ConfigureAwait(false);
                break;
            case AppMessage.SyncRequest request:
                await AnswerAsync(request).ConfigureAwait(false);
                break;
            case AppMessage.FullState state:
                await TakeStateAsync(state).ConfigureAwait(false);
                break;
            case AppMessage.Command command:
                await TakeCommandAsync(command).ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask ShowAsync(SessionOutput output, ServerMessage cause)
    {
        switch (output)
        {
            case ViewChanged { Origin: ViewOrigin.Remote or ViewOrigin.Rollback } changed:
                var author = cause is RemoteChangeMessage change ? _names.GetValueOrDefault(change.Client, Server) : Server;
                foreach (var operation in changed.Ops)
                {
                    await ShowAsync(operation, author).ConfigureAwait(false);
                }

                break;
            case ChangeRejected { Ops.Length: > 1 } rejected:
                // One of many was in the way of all: each is tried by itself.
                foreach (var operation in rejected.Ops)
                {
                    _batches.Enqueue([operation]);
                }

                break;
            case PresenceChanged presence:
                await ShowAsync(presence.Message).ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask TickAsync()
    {
        if (_batches.Count > 0 && Session.UnsavedCount == 0)
        {
            await EditAsync(_batches.Dequeue()).ConfigureAwait(false);
        }

        await EchoAsync().ConfigureAwait(false);
    }

    private static ItemPath PathOf(string id) => new(BenchKind.Items, id);

    private static bool IsForApp(string kind) => kind is BenchKind.Component or BenchKind.Source;

    private Item? Find(string id) => Session.Find(PathOf(id));

    private async ValueTask ShowAsync(PresenceMessage presence)
    {
        foreach (var user in presence.Joined)
        {
            if (_names.TryAdd(user.Client, user.Name))
            {
                Mark(user.Name);
                await SendAsync(_writer.Joined(user.Name)).ConfigureAwait(false);
            }
        }

        foreach (var client in presence.Left)
        {
            // The app lists names: as long as there is one of the name it stays.
            if (_names.Remove(client, out var name) && !_names.ContainsValue(name) && !string.Equals(name, _user, StringComparison.Ordinal))
            {
                await SendAsync(_writer.Left(name)).ConfigureAwait(false);
            }
        }
    }
}
