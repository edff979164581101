using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weft.Kinds;
using Weft.Server.Access;
using Weft.Server.Hosting;
using Weft.Server.Web;

namespace Weft.Server.Rest;

/// <summary>Tells what this server is.</summary>
internal static class InfoEndpoint
{
    private static readonly string Version =
        typeof(InfoEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static readonly IReadOnlyList<KindDto> Kinds =
    [
        .. DocumentKinds.All.Select(k => new KindDto(k.Name, k.Title, k.Collections, k.Texts, [.. k.ExportFormats.Select(e => e.Name)], [.. k.ImportExtensions, WeftFile.Extension])),
    ];

    public static JsonHttpResult<InfoDto> Get(HttpContext context, IServer server, WeftOptions options, AccessSecrets secrets)
    {
        var isForeign = OriginCheck.IsForeign(context.Request);
        if (isForeign)
        {
            // A page of another server may learn that this one is here, so that it can say why a session cannot be joined.
            context.Response.Headers.AccessControlAllowOrigin = "*";
        }

        return TypedResults.Json(
            new InfoDto(
                "Weft",
                Version,
                // How this network is laid out is nothing for strangers.
                isForeign || context.CallerOrNobody() is null ? [] : LanAddresses.ToShare(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []),
                NameOf(options.Access),
                options is { Access: AccessMode.Accounts, IsRegistrationOpen: true } ? "open" : "closed",
                secrets.Setup is not null,
                Kinds),
            RestJson.Default.InfoDto);
    }

    private static string NameOf(AccessMode mode) => mode switch
    {
        AccessMode.Accounts => "accounts",
        AccessMode.Token => "token",
        _ => "open",
    };
}
