using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Files;
using Weft.Server.Gateways;
using Weft.Server.Hosting;
using Weft.Server.Rest;

namespace Weft.Server;

/// <summary>Adds Weft to a host.</summary>
public static class WeftServiceCollectionExtensions
{
    /// <summary>Registers what <see cref="WeftEndpointRouteBuilderExtensions.MapWeft"/> needs. Call both once.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddWeft(this IServiceCollection services, Action<WeftOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new WeftOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.AddMetrics();
        services.AddSingleton<WeftMetrics>();
        services.AddSingleton<MetricsReader>();
        services.AddSingleton(provider => new HttpConnectionGate(options.Limits, provider.GetRequiredService<WeftMetrics>()));
        services.AddSingleton<Readiness>();
        services.AddSingleton<WeftService>();
        services.AddHostedService(provider => provider.GetRequiredService<WeftService>());
        services.AddSingleton<AccessChanges>();
        services.AddSingleton<AccessSecrets>();
        services.AddSingleton<AccessData>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<JwtReader>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<Callers>();
        services.AddSingleton<ICallerSource>(provider => provider.GetRequiredService<Callers>());
        services.AddSingleton<SignIn>();
        services.AddSingleton<DocumentAccess>();
        services.AddSingleton<ServerAccess>();
        services.AddSingleton<RedeemEndpoint>();
        services.AddGateways();
        AddContents(services);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, RestJson.Default));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(1, AccessJson.Default));
        services.AddOpenApi("v1", api =>
        {
            api.ShouldInclude = description => string.Equals(description.GroupName, WeftApi.Group, StringComparison.Ordinal);
            api.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Weft";
                document.Info.Version = "v1";
                document.Info.Description = "Documents, and what goes in and out of them. Editing goes over the WebSocket at /ws.";
                return Task.CompletedTask;
            });
        });
        return services;
    }

    // What goes into documents and out of them besides editing.
    private static void AddContents(IServiceCollection services)
    {
        services.AddSingleton<DocumentFiles>();
        services.AddSingleton<RunningImports>();
        services.AddSingleton<Importer>();
        services.AddSingleton<HistoryImporter>();
    }
}
