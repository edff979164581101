using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Gateways.Optiverse;

namespace Weft.Server.Gateways;

/// <summary>Adds the gateways to a host's services.</summary>
internal static class GatewayRegistration
{
    public static void AddGateways(this IServiceCollection services)
    {
        services.AddSingleton<GatewayTable>();
        services.AddSingleton<GatewayServices>();
        services.AddSingleton<GatewaySignIn>();
        services.AddSingleton<OptiverseSessions>();
    }
}
