using Weft.Server.Access;

namespace Weft.Cli;

/// <summary>What a server that has started says about itself.</summary>
/// <param name="Settings">How it was started.</param>
/// <param name="Access">Who may use it.</param>
/// <param name="Secrets">What its links carry.</param>
/// <param name="Bound">The addresses that it is bound to.</param>
internal sealed record BannerFacts(ServeSettings Settings, AccessSetup Access, AccessSecrets Secrets, ICollection<string> Bound)
{
    /// <summary>The scheme of its links.</summary>
    public string Scheme { get; } = new Uri(Bound.First()).Scheme;

    public int Port { get; } = new Uri(Bound.First()).Port;

    /// <summary>What makes an address into a link that lets its holder in. Whoever gave the token themselves has it, and output is often kept.</summary>
    public string Fragment => Secrets switch
    {
        _ when Access.Token is not null => string.Empty,
        { Token: { } token } => "/#token=" + token,
        { Setup: { } setup } => "/#setup=" + setup,
        _ => string.Empty,
    };

    /// <summary>The same for links that are given to others: the first account is one's own to make.</summary>
    public string SharedFragment => Secrets.Token is null ? string.Empty : Fragment;
}
