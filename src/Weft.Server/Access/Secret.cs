using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weft.Server.Access;

/// <summary>Secrets that the server hands out. What it keeps of them is a hash, so that who reads its data has none of them.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>A new one: 256 random bits as 43 characters of base64url. No slow hash is needed for what nobody can guess.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256 of a secret as 43 characters of base64url.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that tells nothing of how far two secrets agree.</summary>
    public static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
