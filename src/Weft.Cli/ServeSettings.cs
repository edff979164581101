using Weft.Server.Sockets.Lines;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c>.</summary>
internal sealed record ServeSettings(
    string Host, int Port, string Data, bool Debug, string? Web, AccessSettings Access, TransportSettings Transport, LineSettings Line,
    OperationsSettings Operations, OpenJamSettings? OpenJam = null);
