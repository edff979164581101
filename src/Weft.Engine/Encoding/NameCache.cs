using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>
/// The names that were read lately, by their UTF-8 bytes: so that reading the same authors and paths again allocates
/// nothing. It begins with two kilobytes and grows to 32 when there are more names than it has room for. Not safe for
/// use by several threads at once.
/// </summary>
internal sealed class NameCache
{
    private const int MinSize = 256;
    private const int MaxSize = 4_096;

    /// <summary>In bytes: what is longer is hardly a name that comes again, and must not be held.</summary>
    private const int MaxLength = 64;

    // Names of the same hash have two places.
    private string?[] _names = new string?[MinSize];

    // How many names had to make room for others since it grew last.
    private int _lost;

    /// <summary>The string of these bytes, or null when they are not UTF-8.</summary>
    public string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return Read(utf8);
        }

        var at = (int)(Crc32C.Of(utf8) & (uint)(_names.Length - 1));
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

        if (_names[at] is null)
        {
            return _names[at] = read;
        }

        if (_names.Length < MaxSize && _names[second] is not null && ++_lost == _names.Length)
        {
            // The names that come again are read once more, and find a place.
            _names = new string?[2 * _lost];
            _lost = 0;
            return read;
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
