using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Weft.Server.Web;

/// <summary>
/// A file beside which stands a compressed one, <c>name.gz</c>, goes out as that to whoever takes it. The app's build makes them. Browsers take nothing
/// better over plain HTTP, which a server in a local network speaks.
/// </summary>
internal static class CompressedFiles
{
    private const string Ending = ".gz";

    private static readonly object _isChosen = new();
    private static readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>Chooses the compressed file for the static file middleware that follows.</summary>
    public static void UseCompressedFiles(this IApplicationBuilder pipeline, IFileProvider files) => pipeline.Use((context, next) =>
    {
        var path = new PathString(context.Request.Path.Value + Ending);
        if (TakesGzip(context.Request) && files.GetFileInfo(path.Value!).Exists)
        {
            context.Request.Path = path;
            context.Items[_isChosen] = true;
        }

        return next(context);
    });

    /// <summary>Says of a file that goes out what it is.</summary>
    public static void Describe(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptEncoding);
        if (!file.Context.Items.ContainsKey(_isChosen))
        {
            return;
        }

        headers.ContentEncoding = "gzip";
        headers.ContentType = _types.TryGetContentType(file.File.Name[..^Ending.Length], out var type) ? type : "application/octet-stream";
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(one => one.Quality != 0 && one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase));
}
