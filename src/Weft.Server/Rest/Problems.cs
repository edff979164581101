using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Weft.Server.Diagnostics;

namespace Weft.Server.Rest;

/// <summary>Errors of the REST interface.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string detail) => TypedResults.Json(
        new ProblemDto(ReasonPhrases.GetReasonPhrase(status), status, detail, code), RestJson.Default.ProblemDto, "application/problem+json", status);

    public static IResult Unauthorized() => Of(
        StatusCodes.Status401Unauthorized, "unauthorized", "This server does not know you: sign in, or send a token as 'Authorization: Bearer …'.");

    public static IResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, "forbidden", detail);

    /// <summary>A limit by the minute was hit.</summary>
    public static IResult TooMany(HttpContext context, WeftMetrics metrics, ServerLimit limit, string what)
    {
        context.Response.Headers.RetryAfter = "60";
        return Full(metrics, StatusCodes.Status429TooManyRequests, limit, what + ": wait a minute, then try again.");
    }

    /// <summary>A limit was hit.</summary>
    public static IResult Full(WeftMetrics metrics, int status, ServerLimit limit, string detail)
    {
        metrics.Hit(limit);
        return Of(status, limit.Code, detail);
    }

    public static IResult UnknownDocument(string id) =>
        Of(StatusCodes.Status404NotFound, "unknown_document", $"There is no document with the id '{id}'.");
}
