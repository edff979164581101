using Microsoft.AspNetCore.Http;

namespace Weft.Server.Access;

/// <summary>The cookie that a browser's session comes by: out of reach of scripts, and never sent along from another site's page.</summary>
internal static class SessionCookie
{
    public const string Name = "weft_session";

    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out var token) && token.Length > 0 ? token : null;

    public static void Set(HttpContext context, string token, TimeSpan lifetime)
    {
        var options = Options(context);
        options.MaxAge = lifetime;
        context.Response.Cookies.Append(Name, token, options);
    }

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
