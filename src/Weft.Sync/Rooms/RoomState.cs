using Weft.Engine;

namespace Weft.Sync;

/// <summary>What outlives a room: the part of it that a snapshot holds.</summary>
/// <param name="Document">The document, with as much of its history as is at hand.</param>
/// <param name="Clients">All who ever made a change, by name.</param>
/// <param name="LastAuthors">Who made the newest changes.</param>
internal sealed record RoomState(Document Document, Dictionary<string, RoomClient> Clients, LastAuthors LastAuthors)
{
    /// <summary>The state of a room in which nothing has happened.</summary>
    internal static RoomState Empty() => new(new Document(), new Dictionary<string, RoomClient>(StringComparer.Ordinal), default);

    /// <summary>A client, which is new if the name is. It is kept once it has changed something, by <see cref="Keep"/>: most who come only read.</summary>
    internal RoomClient ClientOf(string name) => Clients.TryGetValue(name, out RoomClient? client) ? client : new RoomClient(name);

    /// <summary>Keeps a client for good.</summary>
    internal RoomClient Keep(RoomClient client)
    {
        Clients.TryAdd(client.Name, client);
        return client;
    }
}
