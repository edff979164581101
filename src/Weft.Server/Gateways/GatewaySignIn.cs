using System.Text;
using Microsoft.AspNetCore.Http;
using Weft.Server.Access;

namespace Weft.Server.Gateways;

/// <summary>
/// Who is at a gateway. A foreign program can often send nothing but an address, so beside what everybody may present (ACCESS-1) a token is taken from
/// the address' query, and a name and a password, or a token as the password, from HTTP's Basic authentication, which is what programs make
/// of <c>ws://name:password@host</c>.
/// </summary>
internal sealed class GatewaySignIn(ICallerSource callers, SignIn signIn, Sessions sessions)
{
    private const string Basic = "Basic ";
    private const string InQuery = "token";

    /// <summary>Finds out who it is.</summary>
    /// <returns>The caller, or null for nobody; and whether its session was made for this connection and is to be ended with it.</returns>
    public async Task<(Caller? Caller, bool IsOwnSession)> FindAsync(HttpContext context)
    {
        if (await callers.OfRequestAsync(context).ConfigureAwait(false) is { } known)
        {
            return (known, false);
        }

        if (context.Request.Query[InQuery] is [{ Length: > 0 } token])
        {
            return ((await callers.OfTokenAsync(token, context.RequestAborted).ConfigureAwait(false)).Caller, false);
        }

        if (ReadBasic(context.Request) is not (var name, { Length: > 0 } secret))
        {
            return (null, false);
        }

        return await callers.OfTokenAsync(secret, context.RequestAborted).ConfigureAwait(false) is { Caller: { } holder }
            ? (holder, false)
            : (await signIn.ForConnectionAsync(context, name, secret).ConfigureAwait(false), true);
    }

    /// <summary>Ends a session that was made for a connection.</summary>
    public Task LeaveAsync(Caller caller) => caller.Session is { } session ? sessions.EndAsync(session) : Task.CompletedTask;

    private static (string Name, string Secret)? ReadBasic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header[Basic.Length..].Trim()));
            return text.Split(':', 2) is [var name, var secret] ? (name, secret) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
