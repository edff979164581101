using Microsoft.Extensions.Logging;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;

namespace Weft.Server.Gateways;

/// <summary>What every gateway needs from the server around it.</summary>
internal sealed record GatewayServices(
    WeftService Weft, GatewayTable Table, WeftOptions Options, TimeProvider Time, IdSource Ids, WeftMetrics Metrics, ILogger<GatewayConnection> Logger);
