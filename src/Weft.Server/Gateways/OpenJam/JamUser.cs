using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Weft.Server.Access;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Somebody as OpenJam knows people.</summary>
/// <param name="Id">An account's id, or one made of what is known else; the same for the same person at any time.</param>
/// <param name="Email">The address; empty when none is known.</param>
/// <param name="Name">What others see.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="Caller">Who that is to the server.</param>
/// <param name="Since">Since when it is known.</param>
internal sealed record JamUser(string Id, string Email, string Name, string Color, Caller Caller, DateTimeOffset Since)
{
    /// <summary>The colours that OpenJam gives people.</summary>
    private static readonly string[] Palette = ["#ef4444", "#f59e0b", "#10b981", "#3b82f6", "#8b5cf6", "#ec4899", "#14b8a6", "#f97316"];

    /// <summary>The id of somebody whom nothing but an e-mail address tells from others.</summary>
    public static string IdOf(string email) => "v-" + Base64Url.EncodeToString(HashOf(email.ToLowerInvariant()).AsSpan(0, 12));

    /// <summary>A colour for somebody who has chosen none: always the same.</summary>
    public static string ColorOf(string id) => Palette[HashOf(id)[0] % Palette.Length];

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
