using Weft.Protocol;

namespace Weft.Server.Access;

/// <summary>Roles as the store, the REST interface and signed tokens write them: as the protocol does.</summary>
internal static class RoleNames
{
    public const string Viewer = "viewer";
    public const string Commenter = "commenter";
    public const string Editor = "editor";
    public const string Admin = "admin";

    public static string Of(DocumentRole role) => role switch
    {
        DocumentRole.Viewer => Viewer,
        DocumentRole.Commenter => Commenter,
        DocumentRole.Editor => Editor,
        DocumentRole.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No role has no name."),
    };

    /// <summary>The role of a name; none for a name that is no role's.</summary>
    public static DocumentRole Parse(string? name) => name switch
    {
        Viewer => DocumentRole.Viewer,
        Commenter => DocumentRole.Commenter,
        Editor => DocumentRole.Editor,
        Admin => DocumentRole.Admin,
        _ => DocumentRole.None,
    };
}
