using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Weft.Protocol;
using Weft.Server.Access;

namespace Weft.Server.Tests.Access;

/// <summary>Tokens of an outside issuer.</summary>
public sealed class JwtTests : IDisposable
{
    private const string Issuer = "https://issuer.example";
    private const string Audience = "weft.example";
    private static readonly byte[] SharedSecret = Encoding.ASCII.GetBytes("a secret of 32 bytes or a bit more");

    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualTime _time = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task M10_J02_a_token_of_the_issuer_says_who_somebody_is_and_what_they_may(string algorithm)
    {
        var caller = (await ReadAsync(KeyFor(algorithm), Sign(algorithm))).Caller;
        Assert.NotNull(caller);
        Assert.Equal((CallerKind.External, $"external:{Issuer}:ada-1", "Ada"), (caller.Kind, caller.Id, caller.Name));
        Assert.Equal((DocumentRole.Editor, false, null, false), (caller.Role, caller.CanRun, caller.Document, caller.IsServerAdmin));
        Assert.Equal(Now.AddMinutes(5).ToUnixTimeSeconds(), caller.Expires!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_token_may_be_limited_to_a_document_and_may_allow_to_run()
    {
        var caller = (await ReadAsync(KeyFor("HS256"), Sign("HS256", c =>
        {
            c["role"] = "viewer";
            c["document"] = "k3Jx81mQzR0a";
            c["run"] = true;
            c.Remove("name");
        }))).Caller;
        Assert.NotNull(caller);
        Assert.Equal((DocumentRole.Viewer, "k3Jx81mQzR0a", true, "ada-1", false), (caller.Role, caller.Document, caller.CanRun, caller.Name, caller.CanCreate));
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_signed_with_another_key_is_refused(string algorithm)
    {
        using var otherRsa = RSA.Create(2_048);
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SecurityKey other = algorithm switch
        {
            "HS256" => new SymmetricSecurityKey("another secret, as long as the first"u8.ToArray()),
            "RS256" => new RsaSecurityKey(otherRsa),
            _ => new ECDsaSecurityKey(otherCurve),
        };
        await RefusedAsync(KeyFor(algorithm), Sign(other, algorithm, Claims()));
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        // The classic confusion: the checker takes the public key, which everybody has, for the secret of HS256.
        foreach (var algorithm in (string[])["RS256", "ES256"])
        {
            var key = KeyFor(algorithm);
            await RefusedAsync(key, Sign(new SymmetricSecurityKey(key), "HS256", Claims()));
            await RefusedAsync(key, Sign(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(key).Trim())), "HS256", Claims()));
            await RefusedAsync(key, Sign(new SymmetricSecurityKey(_rsa.ExportSubjectPublicKeyInfo()), "HS256", Claims()));
        }
    }

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    public async Task Other_algorithms_are_refused_even_with_the_right_key(string algorithm)
    {
        var long64 = Encoding.ASCII.GetBytes(new string('k', 64));
        var isShared = algorithm.StartsWith("HS", StringComparison.Ordinal);
        await RefusedAsync(
            isShared ? long64 : KeyFor("RS256"),
            Sign(isShared ? new SymmetricSecurityKey(long64) : new RsaSecurityKey(_rsa), algorithm, Claims()));
    }

    [Fact]
    public async Task A_token_that_is_not_signed_is_refused()
    {
        foreach (var name in (string[])["none", "None", "NONE", ""])
        {
            var header = Base64UrlEncoder.Encode(JsonSerializer.Serialize(new { alg = name, typ = "JWT" }));
            var payload = Base64UrlEncoder.Encode(JsonSerializer.Serialize(new { iss = Issuer, aud = Audience, sub = "ada-1", role = "admin", exp = Now.AddMinutes(5).ToUnixTimeSeconds() }));
            await RefusedAsync(KeyFor("RS256"), $"{header}.{payload}.");
            await RefusedAsync(KeyFor("HS256"), $"{header}.{payload}.");
        }

        // The signature cut off, and changed contents under a good signature.
        var good = Sign("ES256").Split('.');
        await RefusedAsync(KeyFor("ES256"), $"{good[0]}.{good[1]}.");
        var admin = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(good[1]).Replace("editor", "admin", StringComparison.Ordinal));
        await RefusedAsync(KeyFor("ES256"), $"{good[0]}.{admin}.{good[2]}");
    }

    [Fact]
    public async Task Issuer_audience_and_expiry_must_be_there_and_right()
    {
        foreach (var claim in (string[])["iss", "aud", "exp", "sub", "role"])
        {
            await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c.Remove(claim)));
        }

        Assert.Contains("issuer", await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c["iss"] = Issuer + "/")), StringComparison.Ordinal);
        Assert.Contains("another service", await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c["aud"] = "others")), StringComparison.Ordinal);
        Assert.Contains("role", await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c["role"] = "owner")), StringComparison.Ordinal);
        await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c["document"] = 5));
        await RefusedAsync(KeyFor("HS256"), Sign("HS256", c => c["sub"] = new string('s', 201)));
    }

    [Fact]
    public async Task M34_a_token_is_good_until_it_expires_give_or_take_a_minute_of_clocks()
    {
        var token = Sign("RS256");
        _time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(55));
        Assert.True((await ReadAsync(KeyFor("RS256"), token)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("expired", await RefusedAsync(KeyFor("RS256"), token), StringComparison.Ordinal);
        await RefusedAsync(KeyFor("RS256"), Sign("RS256", c => c["nbf"] = Now.AddMinutes(2).ToUnixTimeSeconds()));
        Assert.True((await ReadAsync(KeyFor("RS256"), Sign("RS256", c => c["nbf"] = Now.AddSeconds(30).ToUnixTimeSeconds()))).IsValid);
    }

    [Fact]
    public async Task Garbage_is_refused_without_an_exception()
    {
        foreach (var token in (string[])["..", "a.b.c", "e30.e30.e30", new string('.', 2) + new string('x', 100_000), "\ud800..", Sign("HS256") + "x", "." + Sign("HS256")])
        {
            await RefusedAsync(KeyFor("HS256"), token);
        }
    }

    [Fact]
    public async Task J02_J03_a_token_opens_requests_and_sockets()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.Access = AccessMode.Accounts;
            options.Jwt = OptionsOf(KeyFor("ES256"));
        });
        var token = Sign("ES256", c => c["exp"] = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000).ToUnixTimeSeconds());
        using var program = new Browser(server.Address) { Bearer = token };
        var session = await program.GetAsync("api/v1/session");
        Assert.Equal(("external", "Ada", "True"), (session.Text("kind"), session.Text("name"), session.Text("can_create")));
        using var page = new Browser(server.Address);
        using var socket = await page.ConnectAsync(null, "weft.v1", "weft.token." + token);
        Assert.Equal("weft.v1", socket.SubProtocol);
        using var wrong = new Browser(server.Address) { Bearer = token[..^4] + "AAAA" };
        Assert.Equal((401, "unauthorized"), (await wrong.GetAsync("api/v1/session")).Problem);
        Assert.Equal((401, "bad_credentials"), (await page.PostAsync("api/v1/session", new { token })).Problem);
    }

    [Fact]
    public void Keys_that_will_not_do_are_said_in_a_sentence()
    {
        using var weak = RSA.Create(1_024);
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("private", Problem(_rsa.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.Contains("2048", Problem(weak.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.Contains("P-256", Problem(otherCurve.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.Contains("32", Problem("short"), StringComparison.Ordinal);
        Assert.Contains("neither", Problem("-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----"), StringComparison.Ordinal);
        Assert.Contains("both", new JwtOptions { Issuer = " ", Audience = "a", Key = SharedSecret }.FindProblem(), StringComparison.Ordinal);
        var certificate = new CertificateRequest("CN=issuer", _curve, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddDays(1));
        Assert.Null(OptionsOf(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())).FindProblem());

        static string? Problem(string key) => OptionsOf(Encoding.ASCII.GetBytes(key)).FindProblem();
    }

    private static JwtOptions OptionsOf(byte[] key) => new() { Issuer = Issuer, Audience = Audience, Key = key };

    private Task<CredentialResult> ReadAsync(byte[] key, string token) => new JwtReader(new WeftOptions { Jwt = OptionsOf(key) }, _time).ReadAsync(token);

    private async Task<string> RefusedAsync(byte[] key, string token)
    {
        var result = await ReadAsync(key, token);
        Assert.False(result.IsValid);
        return result.Refusal;
    }

    private byte[] KeyFor(string algorithm) => algorithm switch
    {
        "HS256" => SharedSecret,
        "RS256" => Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem() + "\n"),
        _ => Encoding.ASCII.GetBytes(_curve.ExportSubjectPublicKeyInfoPem()),
    };

    private Dictionary<string, object> Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["sub"] = "ada-1",
        ["name"] = "Ada",
        ["role"] = "editor",
        ["exp"] = Now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private string Sign(string algorithm, Action<Dictionary<string, object>>? change = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        SecurityKey key = algorithm switch
        {
            "HS256" => new SymmetricSecurityKey(SharedSecret),
            "RS256" => new RsaSecurityKey(_rsa),
            _ => new ECDsaSecurityKey(_curve),
        };
        return Sign(key, algorithm, claims);
    }

    private static string Sign(SecurityKey key, string algorithm, Dictionary<string, object> claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(key, algorithm));
}
