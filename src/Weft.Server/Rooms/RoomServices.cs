using Microsoft.Extensions.Logging;
using Weft.Storage;

namespace Weft.Server.Rooms;

/// <summary>What every room needs from the server around it.</summary>
internal sealed record RoomServices(
    IDocumentStore Store, CommitQueue Commits, WeftOptions Options, TimeProvider Time, IdSource Ids, ILogger Logger);
