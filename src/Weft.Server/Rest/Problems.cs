using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Weft.Server.Rest;

/// <summary>Errors of the REST interface.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string detail) => TypedResults.Json(
        new ProblemDto(ReasonPhrases.GetReasonPhrase(status), status, detail, code), RestJson.Default.ProblemDto, "application/problem+json", status);

    public static IResult UnknownDocument(string id) =>
        Of(StatusCodes.Status404NotFound, "unknown_document", $"There is no document with the id '{id}'.");
}
