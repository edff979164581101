using Microsoft.Extensions.Logging;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Storage;

namespace Weft.Server.Rooms;

/// <summary>What every room needs from the server around it.</summary>
internal sealed record RoomServices(
    IDocumentStore Store,
    DocumentAccess Access,
    CommitQueue Commits,
    WeftOptions Options,
    TimeProvider Time,
    IdSource Ids,
    WeftMetrics Metrics,
    ILogger Logger);
