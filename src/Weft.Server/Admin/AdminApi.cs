using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weft.Server.Rest;

namespace Weft.Server.Admin;

/// <summary>The map of <c>/api/v1/admin</c>.</summary>
internal static class AdminApi
{
    public static void MapAdminApi(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin").AddEndpointFilter<AdminGate>();
        admin.MapGet("/server", AdminEndpoints.GetServer)
            .WithName("getServer").WithSummary("The server as a whole: totals since its start, processor time and memory.")
            .Produces<ServerDto>().ProducesForbidden();
        admin.MapGet("/rooms", AdminEndpoints.ListRooms)
            .WithName("listRooms").WithSummary("The documents that are open now.")
            .Produces<RoomListDto>().ProducesForbidden();
        admin.MapGet("/sessions", AdminEndpoints.ListSessionsAsync)
            .WithName("listConnections").WithSummary("The connections that are open now.")
            .Produces<SessionListDto>().ProducesForbidden();
        admin.MapPost("/sessions/{connection:long}/close", AdminEndpoints.CloseSession)
            .WithName("closeSession").WithSummary("Closes a connection with 4008; its client does not come back by itself.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, WeftApi.Problem).ProducesForbidden();
        admin.MapGet("/accounts", AccountEndpoints.ListAsync)
            .WithName("listAccounts").WithSummary("Who has an account.")
            .Produces<AccountListDto>().ProducesForbidden();
        admin.MapPut("/accounts/{account}", AccountEndpoints.PutAsync)
            .WithName("setAccount").WithSummary("Lets an account look after the server, or no more, which signs it out everywhere.")
            .Accepts<AccountRequest>("application/json", "*/*")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status400BadRequest, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, WeftApi.Problem)
            .Produces<ProblemDto>(StatusCodes.Status409Conflict, WeftApi.Problem).ProducesForbidden();
        admin.MapPost("/accounts/{account}/close", AccountEndpoints.CloseSessionsAsync)
            .WithName("closeAccountSessions").WithSummary("Signs an account out everywhere, but for the session that asks.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDto>(StatusCodes.Status404NotFound, WeftApi.Problem).ProducesForbidden();
        admin.MapGet("/storage", AdminEndpoints.GetStorageAsync)
            .WithName("getStorage").WithSummary("What is stored, and whether more can be.")
            .Produces<StorageDto>().ProducesForbidden();
        admin.MapGet("/limits", AdminEndpoints.ListLimits)
            .WithName("listLimits").WithSummary("What the server bears, and how often each limit was hit.")
            .Produces<LimitListDto>().ProducesForbidden();
    }

    private static void ProducesForbidden(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<ProblemDto>(StatusCodes.Status403Forbidden, WeftApi.Problem);
}
