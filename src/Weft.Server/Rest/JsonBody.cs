using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Weft.Server.Rest;

/// <summary>Reads the JSON of a request.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body.</summary>
    /// <returns>What it says; null when it is too long or says nothing of the sort, which <see cref="Bad"/> answers.</returns>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        var most = Most(request.HttpContext);
        if (request.ContentLength > most)
        {
            return null;
        }

        try
        {
            var body = await BodyReader.ReadAsync(request, most).ConfigureAwait(false);
            return body is null ? null : JsonSerializer.Deserialize(body.Value.Span, type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static IResult Bad(HttpContext context) => Problems.Of(
        StatusCodes.Status400BadRequest, "bad_json", $"The body must be one JSON object of at most {Most(context)} bytes with the fields that the description names.");

    private static int Most(HttpContext context) => (int)context.RequestServices.GetRequiredService<WeftOptions>().Limits[ServerLimits.RequestBytes];
}
