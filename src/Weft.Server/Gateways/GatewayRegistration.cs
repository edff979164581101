using Microsoft.Extensions.DependencyInjection;
using Weft.Server.Gateways.OpenJam;
using Weft.Server.Gateways.Optiverse;
using Weft.Server.Hosting;

namespace Weft.Server.Gateways;

/// <summary>Adds the gateways to a host's services.</summary>
internal static class GatewayRegistration
{
    public static void AddGateways(this IServiceCollection services)
    {
        services.AddSingleton<GatewayTable>();
        services.AddSingleton<GatewayServices>();
        services.AddSingleton<GatewaySignIn>();
        services.AddSingleton<NamedSessions>();
        services.AddSingleton<OptiverseSessions>();
        services.AddSingleton<JamRooms>();
        services.AddSingleton<JamBoards>();
        services.AddSingleton<JamSignIn>();
        services.AddSingleton<JamAccounts>();
        services.AddSingleton<JamShareEndpoints>();
        services.AddSingleton<JamFiles>();
        services.AddSingleton<JamSaver>();
        services.AddSingleton<JamExports>();
        services.AddSingleton<OpenJamSocket>();
    }
}
