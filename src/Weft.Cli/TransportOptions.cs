using System.CommandLine;
using System.Net;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c> about the way to the server: TLS, and proxies.</summary>
internal sealed class TransportOptions
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private readonly Option<string?> _certificate = new("--cert") { Description = "File with the TLS certificate and its chain in PEM; needs --key." };

    private readonly Option<string?> _key = new("--key") { Description = "File with the certificate's private key in PEM." };

    private readonly Option<string[]?> _proxies = new("--trust-proxy")
    {
        Description = "Believe the X-Forwarded-For, -Proto and -Host of a proxy at this address or network (10.0.0.2, 10.0.0.0/24); alone, of one on this machine. May be given several times.",
        HelpName = "address",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command command)
    {
        _proxies.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => Parse(token.Value) is null) is { } bad)
            {
                result.AddError($"'{bad.Value}' is neither an IP address nor a network such as 10.0.0.0/24.");
            }
        });
        foreach (var option in (Option[])[_certificate, _key, _proxies])
        {
            command.Options.Add(option);
        }
    }

    public TransportSettings Read(ParseResult parsed) => new(parsed.GetValue(_certificate), parsed.GetValue(_key), ReadProxies(parsed));

    private IPNetwork[]? ReadProxies(ParseResult parsed) => parsed.GetResult(_proxies) switch
    {
        null => null,
        { Tokens: [] } => Loopback,
        var given => [.. given.Tokens.Select(token => Parse(token.Value)!.Value)],
    };

    private static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
