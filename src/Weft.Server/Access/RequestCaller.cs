using Microsoft.AspNetCore.Http;

namespace Weft.Server.Access;

/// <summary>The caller of the request at hand, for handlers of the REST interface.</summary>
internal static class RequestCaller
{
    /// <summary>The caller, after <see cref="CallerFilter"/> let the request through as somebody's.</summary>
    /// <exception cref="InvalidOperationException">The endpoint answers nobody too, and nobody it is.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.CallerOrNobody() ?? throw new InvalidOperationException("Nobody is calling: ask CallerOrNobody.");

    /// <summary>The caller, or null for nobody.</summary>
    public static Caller? CallerOrNobody(this HttpContext context) => context.Features.Get<Feature>()?.Caller;

    /// <summary>Whether the question was answered already.</summary>
    internal static bool TryGet(HttpContext context, out Caller? caller)
    {
        var feature = context.Features.Get<Feature>();
        caller = feature?.Caller;
        return feature is not null;
    }

    internal static void Set(HttpContext context, Caller? caller) => context.Features.Set(new Feature(caller));

    private sealed record Feature(Caller? Caller);
}
