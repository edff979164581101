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

    /// <summary>A client, which is new if the name is.</summary>
    internal RoomClient ClientOf(string name)
    {
        if (!Clients.TryGetValue(name, out RoomClient? client))
        {
            Clients.Add(name, client = new RoomClient(name));
        }

        return client;
    }
}
