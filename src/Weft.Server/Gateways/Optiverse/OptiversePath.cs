using Weft.Protocol;
using Weft.Server.Rest;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>What the address of a connection says.</summary>
/// <param name="Session">The session's name.</param>
/// <param name="User">The user's name.</param>
internal sealed record OptiversePath(string Session, string User)
{
    private const string WrongPath = "Invalid path: it is /ws/SESSION/NAME.";

    /// <summary>Reads <c>/ws/session/user</c>; further parts mean nothing.</summary>
    /// <param name="path">The path, decoded but for slashes.</param>
    /// <param name="limits">How long names may be.</param>
    /// <param name="wrong">What is wrong, in one sentence.</param>
    public static OptiversePath? Parse(string path, ServerLimits limits, out string? wrong)
    {
        wrong = WrongPath;
        if (path.Trim('/').Split('/') is not ["ws", var session, var user, ..] || session.Length == 0 || user.Length == 0)
        {
            return null;
        }

        session = Decode(session);
        user = Decode(user);
        wrong = Titles.Check(session, limits) is { } bad ? "Session ID: " + bad
            : user.Length > limits[ServerLimits.NameUnits] || !Names.IsUserName(user) ? $"Your name has 1 to {limits[ServerLimits.NameUnits]} characters, none of them a control character."
            : null;
        return wrong is null ? new OptiversePath(session, user) : null;
    }

    private static string Decode(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();
}
