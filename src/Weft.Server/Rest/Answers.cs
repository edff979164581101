using Microsoft.AspNetCore.Http;
using Weft.Server.Access;

namespace Weft.Server.Rest;

/// <summary>Callers as the REST interface shows them.</summary>
internal static class Answers
{
    public static IResult Session(Caller caller, int status = StatusCodes.Status200OK, string? token = null) => TypedResults.Json(
        Describe(caller) with { Token = token }, AccessJson.Default.SessionDto, statusCode: status);

    public static SessionDto Describe(Caller caller) => new(
        KindOf(caller.Kind), caller.Name, caller.Email, caller.Account, caller.IsServerAdmin, caller.Expires?.ToUnixTimeMilliseconds(), caller.CanCreate);

    private static string KindOf(CallerKind kind) => kind switch
    {
        CallerKind.Token => "token",
        CallerKind.Account => "account",
        CallerKind.Guest => "guest",
        CallerKind.External => "external",
        _ => "anyone",
    };
}
