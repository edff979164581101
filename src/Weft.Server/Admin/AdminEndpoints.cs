using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Gateways;
using Weft.Server.Hosting;
using Weft.Server.Rest;

namespace Weft.Server.Admin;

/// <summary>The server as those see it who look after it.</summary>
internal static class AdminEndpoints
{
    public static JsonHttpResult<ServerDto> GetServer(WeftService weft, GatewayTable gateways, WeftMetrics metrics, TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        return TypedResults.Json(
            new ServerDto(
                weft.Started.ToUnixTimeMilliseconds(),
                time.GetUtcNow().ToUnixTimeMilliseconds(),
                weft.Connections.Count + gateways.Count,
                weft.Rooms.Count,
                metrics.Applied,
                metrics.Rejected,
                metrics.MessagesReceived,
                metrics.MessagesSent,
                metrics.BytesReceived,
                metrics.BytesSent,
                (long)process.TotalProcessorTime.TotalMilliseconds,
                process.WorkingSet64),
            RestJson.Default.ServerDto);
    }

    public static JsonHttpResult<RoomListDto> ListRooms(WeftService weft) => TypedResults.Json(
        new RoomListDto([.. weft.Rooms.Open.OrderByDescending(room => room.SessionCount).ThenBy(room => room.Id, StringComparer.Ordinal).Select(room => room.Describe())]),
        RestJson.Default.RoomListDto);

    public static async Task<JsonHttpResult<SessionListDto>> ListSessionsAsync(
        WeftService weft, GatewayTable gateways, DocumentAccess access, TimeProvider time, CancellationToken cancellationToken)
    {
        var sessions = new List<SessionDto>();
        foreach (var inDocument in weft.Connections.All.ToLookup(connection => connection.Document, StringComparer.Ordinal))
        {
            // One look at a document's rights for all who are in it.
            var callers = inDocument.Key is null ? [] : inDocument.Select(connection => connection.Caller).OfType<Caller>().ToList();
            var rights = await access.RightsOfAsync(inDocument.Key ?? string.Empty, callers, cancellationToken).ConfigureAwait(false);
            sessions.AddRange(inDocument.Select(connection => connection.Describe(
                inDocument.Key is null || connection.Caller is not { } caller ? null : rights.Of(caller, time.GetUtcNow()).Grant.Role)));
        }

        foreach (var connection in gateways.All)
        {
            var grant = connection.Caller is { } caller ? await access.GrantForAsync(caller, connection.Document, cancellationToken).ConfigureAwait(false) : Grant.None;
            sessions.Add(connection.Describe(grant.Role));
        }

        return TypedResults.Json(new SessionListDto([.. sessions.OrderBy(session => session.Connection)]), RestJson.Default.SessionListDto);
    }

    public static IResult CloseSession(long connection, WeftService weft, GatewayTable gateways)
    {
        const string Reason = "Somebody who looks after the server closed this session.";
        return weft.Connections.Close(connection, CloseCodes.AccessWithdrawn, Reason) || gateways.Close(connection, CloseCodes.AccessWithdrawn, Reason)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "unknown_session", $"There is no connection {connection} any more.");
    }

    public static async Task<JsonHttpResult<StorageDto>> GetStorageAsync(
        WeftService weft, WeftOptions options, Readiness readiness, CancellationToken cancellationToken)
    {
        var use = await weft.Store.MeasureAsync(cancellationToken).ConfigureAwait(false);
        var folder = options.Store is null ? Path.GetFullPath(options.DataFolder) : null;
        var reason = await readiness.ReasonAgainstAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Json(
            new StorageDto(use.Documents, use.Bytes, folder is null ? null : new DriveInfo(folder).AvailableFreeSpace, folder, reason is null, reason),
            RestJson.Default.StorageDto);
    }

    public static JsonHttpResult<LimitListDto> ListLimits(WeftOptions options, WeftMetrics metrics) => TypedResults.Json(
        new LimitListDto(
        [
            .. ServerLimits.All.Select(limit => new LimitDto(
                limit.Name, options.Limits[limit], limit.Default, limit.Unit, limit.Code, limit.Reason, metrics.HitsOf(limit))),
        ]),
        RestJson.Default.LimitListDto);
}
