namespace Weft.Server.Access;

/// <summary>Who is on the other end of a request or a connection, as far as the server knows.</summary>
/// <param name="Kind">How it is known.</param>
/// <param name="Id">The same for the same person at any time: <c>account:…</c>, <c>guest:…</c>, <c>external:…</c>, <c>token</c> or <c>anyone</c>.</param>
internal sealed record Caller(CallerKind Kind, string Id)
{
    /// <summary>What others call it; null when it says so itself, in its join.</summary>
    public string? Name { get; init; }

    /// <summary>Its account, if it has one.</summary>
    public string? Account { get; init; }

    /// <summary>Its e-mail address, if its account has one.</summary>
    public string? Email { get; init; }

    /// <summary>The session that it came by; null for a bearer of the server token, an external caller, and anyone.</summary>
    public string? Session { get; init; }

    /// <summary>Whether it looks after the server: then it is an admin of every document.</summary>
    public bool IsServerAdmin { get; init; }

    /// <summary>When what it signed in with ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>A role that it has in every document, or in <see cref="Document"/> alone if that is said; null when memberships and links decide.</summary>
    public DocumentRole? Role { get; init; }

    /// <summary>The only document that <see cref="Role"/> is for.</summary>
    public string? Document { get; init; }

    /// <summary>Whether it may run code wherever <see cref="Role"/> holds.</summary>
    public bool CanRun { get; init; }

    /// <summary>The ids of the share links that its session has redeemed. Whether they are valid still is looked up each time.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The server itself, where it does something in a document on somebody's order.</summary>
    public static Caller Server { get; } = new(CallerKind.Anyone, "server") { Name = "Import", Role = DocumentRole.Admin };

    /// <summary>Whether an id is one person's; if not, all who use the server share it.</summary>
    public static bool IsPerson(string id) => id.Contains(':', StringComparison.Ordinal);

    /// <summary>Whether it may make documents.</summary>
    public bool CanCreate => Kind switch
    {
        CallerKind.Guest => false,
        CallerKind.External => Role >= DocumentRole.Editor && Document is null,
        _ => true,
    };
}
