using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weft.Server.Rest;
using Weft.Server.Web;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The map of OpenJam's REST interface.</summary>
internal static class OpenJamApi
{
    /// <summary>Maps the interface.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">What stands before <c>/api</c>: nothing where OpenJam's front-end is served at the root.</param>
    public static void MapOpenJam(this IEndpointRouteBuilder endpoints, string prefix)
    {
        var all = endpoints.MapGroup(prefix).ExcludeFromDescription().WithMetadata(SharesCredentials.Instance)
            .AddEndpointFilter<JamErrorFilter>().AddEndpointFilter<FailureFilter>().AddEndpointFilter<AddressFilter>();
        all.MapGet("/health", () => JamAnswers.Ok(new JamHealthDto("ok"), JamJson.Default.JamHealthDto));
        all.MapGet("/exports/{secret}", JamExports.Fetch);
        all.MapGet("/files/{room}/{hash}", JamFiles.GetAsync).AddEndpointFilter<JamUserFilter>();
        all.MapPost("/api/auth/register", JamAccounts.RegisterAsync);
        all.MapPost("/api/auth/login", JamAccounts.LogInAsync);
        all.MapPost("/api/auth/logout", JamAccounts.LogOutAsync);
        all.MapMethods("/api/auth/{**rest}", [HttpMethods.Options], Preflight);
        var api = all.MapGroup("/api").AddEndpointFilter<JamUserFilter>();
        api.MapGet("/me", JamAccounts.GetMe);
        api.MapPut("/me", JamAccounts.PutMeAsync);
        api.MapPost("/rooms", JamRoomEndpoints.CreateAsync);
        api.MapGet("/rooms", JamRoomEndpoints.ListAsync);
        api.MapGet("/rooms/{id}", JamRoomEndpoints.GetAsync);
        api.MapPut("/rooms/{id}", JamRoomEndpoints.RenameAsync);
        api.MapDelete("/rooms/{id}", JamRoomEndpoints.DeleteAsync);
        api.MapGet("/rooms/{id}/share", JamShareEndpoints.GetAsync);
        api.MapPut("/rooms/{id}/share", JamShareEndpoints.PutAsync);
        api.MapPost("/rooms/{id}/invites", JamShareEndpoints.InviteAsync);
        api.MapDelete("/rooms/{id}/members/{user}", JamShareEndpoints.RemoveAsync);
        api.MapGet("/rooms/{id}/load", JamBoardEndpoints.LoadAsync);
        api.MapPost("/rooms/{id}/save", JamBoardEndpoints.SaveAsync);
        api.MapPost("/rooms/{id}/export/png", JamExports.PutPictureAsync);
        api.MapPost("/rooms/{id}/export/json", JamExports.MakeJsonAsync);
        api.MapGet("/exports/{**key}", JamExports.FindAsync);
        foreach (var path in (string[])["/api/me", "/api/rooms/{**rest}", "/api/exports/{**rest}"])
        {
            all.MapMethods(path, [HttpMethods.Options], Preflight);
        }
    }

    /// <summary>Everything else beneath a prefix of OpenJam's own.</summary>
    public static void MapOpenJamRest(this IEndpointRouteBuilder endpoints, string prefix) => endpoints.Map(prefix + "/{**rest}", (HttpContext context) =>
        JamAnswers.Error(StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}.")).ExcludeFromDescription();

    // Asked by a browser before it lets a page of another origin in; of an origin that may, it does not come here.
    private static NoContent Preflight() => TypedResults.NoContent();
}
