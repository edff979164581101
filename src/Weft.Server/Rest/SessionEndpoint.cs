using Microsoft.AspNetCore.Http;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Hosting;

namespace Weft.Server.Rest;

/// <summary>Opens sessions by name: looks for the document, and makes it when that is wanted.</summary>
internal static class SessionEndpoint
{
    public static async Task<IResult> PostAsync(HttpContext context, NamedSessions sessions, WeftService weft, DocumentAccess access, WeftOptions options, WeftMetrics metrics)
    {
        if (await JsonBody.ReadAsync(context.Request, RestJson.Default.SessionRequest).ConfigureAwait(false) is not { } body)
        {
            return JsonBody.Bad(context);
        }

        if (Titles.Check(body.Session, options.Limits) is { } wrong)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad_session", "Session ID: " + wrong);
        }

        var session = body.Session!.Trim();
        if (await sessions.FindAsync(session, context.RequestAborted).ConfigureAwait(false) is { } record)
        {
            var grant = await access.GrantForAsync(context.Caller(), record.Id, context.RequestAborted).ConfigureAwait(false);
            return grant.Role == DocumentRole.None
                ? Problems.Forbidden("You have no access to this session: ask one of its admins for it.")
                : DocumentEndpoints.Ok(record, grant, weft);
        }

        return body.Kind is null
            ? Problems.Of(StatusCodes.Status404NotFound, "unknown_session", $"There is no session '{session}' on this server yet.")
            : await MakeAsync(session, body.Kind).ConfigureAwait(false);

        async Task<IResult> MakeAsync(string name, string kindName)
        {
            var caller = context.Caller();
            if (DocumentKinds.Find(kindName) is not { } kind)
            {
                return DocumentEndpoints.UnknownKind(kindName);
            }

            if (!caller.CanCreate)
            {
                return Problems.Forbidden("Guests cannot make documents: sign in with an account.");
            }

            if (await DocumentEndpoints.RefuseIfFullAsync(weft, options, metrics, context.RequestAborted).ConfigureAwait(false) is { } full)
            {
                return full;
            }

            var (made, isNew) = await sessions.MakeAsync(name, name, kind.Name, caller).ConfigureAwait(false);
            return isNew
                ? DocumentEndpoints.Created(made, DocumentEndpoints.FounderGrant(caller), weft)
                : DocumentEndpoints.Ok(made, await access.GrantForAsync(caller, made.Id, context.RequestAborted).ConfigureAwait(false), weft);
        }
    }
}
