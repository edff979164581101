using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Weft.Storage;

/// <summary>The names of files: the SHA-256 of what is in them.</summary>
public static class FileHash
{
    /// <summary>Characters of a hash.</summary>
    public const int Length = 64;

    /// <summary>Whether a text is a hash as <see cref="Of"/> writes it, so that it can be nothing else in a path or an address.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsValid([NotNullWhen(true)] string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
