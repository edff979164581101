using Microsoft.AspNetCore.Http;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The person of the request at hand, after <see cref="JamUserFilter"/> let it through.</summary>
internal static class JamRequest
{
    public static JamUser JamUser(this HttpContext context) =>
        context.Features.Get<JamUser>() ?? throw new InvalidOperationException("The endpoint answers nobody too.");
}
