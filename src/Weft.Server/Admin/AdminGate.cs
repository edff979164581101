using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Access;
using Weft.Server.Rest;

namespace Weft.Server.Admin;

/// <summary>Lets only those in who look after the server.</summary>
internal sealed class AdminGate : IEndpointFilter
{
    /// <summary>
    /// Whether who asks looks after the server: an admin's account, who holds the server's token, and in open mode whoever sits at its machine.
    /// </summary>
    public static async ValueTask<bool> IsAdminAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<ICallerSource>().OfRequestAsync(context).ConfigureAwait(false) is { IsServerAdmin: true };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return await IsAdminAsync(context.HttpContext).ConfigureAwait(false)
            ? await next(context).ConfigureAwait(false)
            : Problems.Forbidden("Only who looks after the server may see this: sign in as its admin, or ask from its own machine when it is open.");
    }
}
