namespace Weft.Server.Access;

/// <summary>What whoever starts a server is shown, and nobody else. Set once the host has started; ask the host's services for it.</summary>
public sealed class AccessSecrets
{
    /// <summary>The server's token; null unless the mode is <see cref="AccessMode.Token"/>. A link with <c>/#token=…</c> signs a browser in.</summary>
    public string? Token { get; internal set; }

    /// <summary>
    /// What the first account is made with; null unless the mode is <see cref="AccessMode.Accounts"/> and there was none at the start. A link
    /// with <c>/#setup=…</c> leads there. Another one is made at each start.
    /// </summary>
    public string? Setup { get; internal set; }
}
