using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Weft.Client;
using Weft.Server;
using Weft.Server.Access;
using Weft.Server.Gateways.Optiverse;
using Weft.Server.Hosting;
using Weft.Server.Rest;
using Weft.Sync;

namespace Weft.Cli;

/// <summary>The session that <c>weft host</c> shows: its host is in it from the start, and its line of status says what Optiverse's says.</summary>
/// <param name="name">The session's ID.</param>
/// <param name="user">What its host is called.</param>
/// <param name="joins">Whether its host joins it here; otherwise it is only open for others.</param>
internal sealed class HostedSession(string name, string user, bool joins) : IAsyncDisposable
{
    private const string NotConnected = "Not connected";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _people = new(StringComparer.Ordinal);
    private WeftClient? _client;
    private string _where = string.Empty;

    /// <summary>Makes the session when there is none, says where it is, and joins it.</summary>
    /// <returns>One sentence about why it cannot be hosted; null when it is.</returns>
    public async Task<string?> OpenAsync(IServiceProvider services, BannerFacts facts, CancellationToken cancellationToken)
    {
        if (Titles.Check(name, services.GetRequiredService<WeftOptions>().Limits) is { } wrong)
        {
            return "--session: " + wrong;
        }

        if (!Protocol.Names.IsUserName(user))
        {
            return $"--name has 1 to {Protocol.Limits.MaxNameLength} characters, none of them a control character.";
        }

        var opened = await services.GetRequiredService<OptiverseSessions>().OpenAsync(name, Caller.Server, cancellationToken).ConfigureAwait(false);
        if (opened.Document is not { } document)
        {
            return opened.Reason;
        }

        foreach (var line in Lines(facts, document))
        {
            Console.WriteLine(line);
        }

        if (!joins)
        {
            Say(NotConnected);
            return null;
        }

        Say("Connecting...");
        _where = AddressOf(facts).Http.Authority;
        var settings = new SessionSettings(document, services.GetRequiredService<IdSource>().NewId(), user);
        _client = new WeftClient(AddressOf(facts), settings, new WeftClientOptions { Token = facts.Secrets.Token });
        _client.Happened += (_, happened) => Take(happened.Output);
        return null;
    }

    /// <summary>Leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            Say(NotConnected);
        }
    }

    private static ServerAddress AddressOf(BannerFacts facts)
    {
        var bound = new UriBuilder(facts.Bound.First());
        bound.Host = bound.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : bound.Host;
        return ServerAddress.Parse(bound.Uri.AbsoluteUri) ?? throw new InvalidOperationException($"'{bound.Uri}' is no address.");
    }

    private IEnumerable<string> Lines(BannerFacts facts, string document)
    {
        var own = AddressOf(facts);
        yield return $"Open     {own.Http.GetLeftPart(UriPartial.Authority)}{facts.Fragment}";
        yield return $"Session  {name}   {own.Document(document)}";
        var secret = facts.Secrets.Token is { } token && facts.Access.Token is null ? $"weft:{token}@" : string.Empty;
        var shared = LanAddresses.ToShare(facts.Bound);
        foreach (var address in shared)
        {
            yield return $"Share    ws://{secret}{address["http://".Length..]}   for Optiverse: server URL, with the session ID {name}";
            yield return $"         {address}/d/{document}{(facts.SharedFragment.Length == 0 ? string.Empty : facts.SharedFragment[1..])}   for browsers";
        }

        if (shared.Count == 0)
        {
            yield return $"Share    ws://{secret}localhost:{facts.Port}   on this machine only, with the session ID {name}";
        }

        yield return $"Data     {Path.GetFullPath(facts.Settings.Data)}";
        yield return "Stop     Ctrl+C";
        yield return facts.Access.Mode == AccessMode.Open && shared.Count > 0
            ? "Note     Anyone who can reach this machine may read, change and delete everything; --token lets in only who has the token."
            : "Note     The session is kept: host it again by the same ID.";
    }

    private void Take(SessionOutput output)
    {
        lock (_lock)
        {
            switch (output)
            {
                case Synced synced:
                    foreach (var other in synced.Message.Users)
                    {
                        _people[other.Client] = other.Name;
                    }

                    Say($"Connected to {_where} as {synced.Message.Name ?? user}");
                    SayCount(synced.Message.Users.Length + 1);
                    break;
                case PresenceChanged { Message: var presence }:
                    foreach (var joined in presence.Joined.Where(joined => _people.TryAdd(joined.Client, joined.Name)))
                    {
                        Say($"{joined.Name} joined");
                    }

                    foreach (var client in presence.Left)
                    {
                        if (_people.Remove(client, out var left))
                        {
                            Say($"{left} left");
                        }
                    }

                    SayCount(presence.Count);
                    break;
            }
        }
    }

    private static void SayCount(int count) => Say(string.Create(CultureInfo.InvariantCulture, $"Connected ({count} users)"));

    private static void Say(string status) => Console.WriteLine("Status   " + status);
}
