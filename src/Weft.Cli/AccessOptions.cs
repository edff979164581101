using System.CommandLine;
using Weft.Server.Access;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c> about who may use the server.</summary>
internal sealed class AccessOptions
{
    private readonly Option<string?> _mode = new("--access")
    {
        Description = "Who may use the server: open (anyone), token (whoever has the printed link) or accounts (people sign in). Default: open on this machine only, token on any other address.",
        HelpName = "open|token|accounts",
    };

    private readonly Option<bool> _lan = new("--lan") { Description = "Open to everybody on the network: --host 0.0.0.0 --access open." };

    private readonly Option<string> _registration = new("--registration")
    {
        Description = "With accounts: whether anyone may make one (open), or server admins only (closed).",
        HelpName = "open|closed",
        DefaultValueFactory = _ => "open",
    };

    private readonly Option<bool> _newToken = new("--new-token") { Description = "Make a new token; links with the old one are worth nothing then." };

    private readonly Option<string?> _issuer = new("--jwt-issuer") { Description = "Accept tokens that this issuer signed (RFC 7519; HS256, RS256 or ES256)." };

    private readonly Option<string?> _audience = new("--jwt-audience") { Description = "The audience that such tokens must name." };

    private readonly Option<string?> _key = new("--jwt-key") { Description = "File with the issuer's public key in PEM, or with a shared secret of at least 32 bytes." };

    private readonly Option<string[]> _origins = new("--allow-origin")
    {
        Description = "Another origin whose pages may use the server, such as https://app.example. May be given several times.",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        _mode.MustBeOneOf("open", "token", "accounts");
        _registration.MustBeOneOf("open", "closed");
        _origins.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !IsOrigin(token.Value)))
            {
                result.AddError("An origin is a scheme and a host, such as https://app.example, without a path.");
            }
        });
        foreach (var option in (Option[])[_mode, _lan, _registration, _newToken, _issuer, _audience, _key, _origins])
        {
            command.Options.Add(option);
        }
    }

    public AccessSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_mode) switch
        {
            "open" => AccessMode.Open,
            "token" => AccessMode.Token,
            "accounts" => AccessMode.Accounts,
            _ => null,
        },
        parsed.GetValue(_lan),
        string.Equals(parsed.GetValue(_registration), "open", StringComparison.Ordinal),
        parsed.GetValue(_newToken),
        parsed.GetValue(_issuer),
        parsed.GetValue(_audience),
        parsed.GetValue(_key),
        parsed.GetValue(_origins) ?? []);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
