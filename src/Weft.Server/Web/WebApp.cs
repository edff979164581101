using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Weft.Server.Web;

/// <summary>Serves the built web app: its files, and its first page for every path that is the app's own.</summary>
internal static class WebApp
{
    private const string NotBuilt = """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Weft</title>
        <body style="font-family: sans-serif; max-width: 40em; margin: 4em auto; line-height: 1.5">
        <h1>Weft is running, but its web app is not built</h1>
        <p>Build it once, in the folder <code>web</code> of the source:</p>
        <pre>npm ci &amp;&amp; npm run build</pre>
        <p>Then load this page again. If the built app lies elsewhere, start the server with <code>--web &lt;folder&gt;</code>.</p>
        <p>Programs can connect already: the WebSocket is at <code>/ws</code>, the REST interface is described in <a href="/openapi/v1.json">/openapi/v1.json</a>.</p>
        </body></html>

        """;

    /// <summary>Pages that stay Weft's own where another app is served: documents, and what is about accounts.</summary>
    private static readonly string[] OwnPages = ["/d/{**document}", "/signin", "/account", "/admin"];

    public static void MapWebApp(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<WeftOptions>();
        var own = WebRootFinder.Find(options.WebRoot);
        var other = options.StaticRoot is null ? null : Path.GetFullPath(options.StaticRoot);
        if (own is null && other is null)
        {
            var notice = endpoints.CreateApplicationBuilder();
            notice.Run(NotBuiltAsync);
            endpoints.MapFallback("{*path}", notice.Build()).WithMetadata(new ExcludeFromDescriptionAttribute());
            return;
        }

        if (other is not null && own is not null)
        {
            foreach (var page in OwnPages)
            {
                endpoints.MapFallback(page, Serve(endpoints, own, own)).WithMetadata(new ExcludeFromDescriptionAttribute());
            }
        }

        endpoints.MapFallback("{*path}", Serve(endpoints, other ?? own!, own)).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    /// <summary>Serves the pages of one app, and the files of both.</summary>
    private static RequestDelegate Serve(IEndpointRouteBuilder endpoints, string folder, string? besides)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.Use((context, next) =>
        {
            // The static file middleware serves only what no endpoint has taken; this endpoint is the one that hands over.
            context.SetEndpoint(null);
            if (IsPage(context.Request.Path))
            {
                context.Request.Path = "/index.html";
            }

            return next(context);
        });
        foreach (var root in new[] { folder, besides }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var files = new PhysicalFileProvider(root);
            pipeline.UseCompressedFiles(files);
            pipeline.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = Prepare, ServeUnknownFileTypes = true });
        }

        return pipeline.Build();
    }

    // Paths without a dot in their last part are the app's own; with one they are files.
    private static bool IsPage(PathString path) => !path.HasValue || !path.Value[(path.Value.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal);

    // The build gives every asset a name that changes with its contents; the page that names them must always be asked for anew.
    private static void Prepare(StaticFileResponseContext file)
    {
        var isAsset = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
        file.Context.Response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        CompressedFiles.Describe(file);
    }

    private static Task NotBuiltAsync(HttpContext context)
    {
        if (!IsPage(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
    }
}
