using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// The names that were read lately, by their UTF-8 bytes: so that reading the same authors and paths again allocates
/// nothing. Two kilobytes, to be shared by all that one thread reads. Not safe for use by several threads at once.
/// </summary>
internal sealed class NameCache
{
    /// <summary>Names of the same hash have two places.</summary>
    private const int Size = 256;

    /// <summary>In bytes: what is longer is hardly a name that comes again, and must not be held.</summary>
    private const int MaxLength = 64;

    private readonly string?[] _names = new string?[Size];

    /// <summary>The string of these bytes, or null when they are not UTF-8.</summary>
    public string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return Read(utf8);
        }

        var at = (int)(Crc32C.Of(utf8) % Size);
        return _names[at] is { } name && Ascii.Equals(utf8, name) ? name : GetSlow(utf8, at);
    }

    private string? GetSlow(ReadOnlySpan<byte> utf8, int at)
    {
        var second = at ^ 1;
        if (Is(_names[second], utf8))
        {
            return _names[second];
        }

        if (Is(_names[at], utf8))
        {
            return _names[at];
        }

        if (Read(utf8) is not { } read)
        {
            return null;
        }

        (_names[second], _names[at]) = (_names[at], read);
        return read;
    }

    private static bool Is(string? name, ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return name is not null && Encoding.UTF8.TryGetBytes(name, bytes, out var count) && utf8.SequenceEqual(bytes[..count]);
    }

    private static string? Read(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
}
