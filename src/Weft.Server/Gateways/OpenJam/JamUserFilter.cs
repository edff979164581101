using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Asks of each request whose it is, and turns nobody away.</summary>
internal sealed class JamUserFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        var token = JamSignIn.TokenOf(http.Request);
        if (await http.RequestServices.GetRequiredService<JamSignIn>().FindAsync(http, token).ConfigureAwait(false) is not { } user)
        {
            return JamAnswers.Error(StatusCodes.Status401Unauthorized, token is null ? "Authorization required" : "Invalid or expired session");
        }

        http.Features.Set(user);
        return await next(context).ConfigureAwait(false);
    }
}
