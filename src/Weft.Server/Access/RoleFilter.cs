using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weft.Protocol;
using Weft.Server.Hosting;
using Weft.Server.Rest;

namespace Weft.Server.Access;

/// <summary>Lets a request through to a document's endpoint if its caller has a role there, asked for at this moment.</summary>
internal sealed class RoleFilter(DocumentRole needed) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        var id = http.GetRouteValue("id") as string ?? throw new InvalidOperationException("The endpoint has no document in its path.");
        var access = http.RequestServices.GetRequiredService<DocumentAccess>();
        var grant = await access.GrantForAsync(http.Caller(), id, http.RequestAborted).ConfigureAwait(false);
        if (grant.Role >= needed)
        {
            http.Features.Set(new Held(grant));
            return await next(context).ConfigureAwait(false);
        }

        var weft = http.RequestServices.GetRequiredService<WeftService>();
        return await weft.Rooms.ExistsAsync(id).ConfigureAwait(false) ? Problems.Forbidden(Explain(grant.Role)) : Problems.UnknownDocument(id);
    }

    private string Explain(DocumentRole role) => role == DocumentRole.None
        ? "You have no access to this document: ask one of its admins for it."
        : $"Your role in this document is {RoleNames.Of(role)}, and this takes {RoleNames.Of(needed)}: ask one of its admins.";

    internal sealed record Held(Grant Grant);
}
