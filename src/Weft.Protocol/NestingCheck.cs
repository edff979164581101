using System.Text.Json;

namespace Weft.Protocol;

/// <summary>
/// Finds JSON whose reading costs more than its size. To read a value costs as much as it has levels around it, which in a long frame
/// of nothing but brackets is forty times what it costs in any other.
/// </summary>
internal static class NestingCheck
{
    /// <summary>A frame that is shorter cannot cost much.</summary>
    private const int ShortFrame = 64 * 1024;

    /// <summary>Levels around all values together, for each byte: half of what a frame of <c>[0]</c> within lists of lists has.</summary>
    private const int LevelsPerByte = 4;

    /// <summary>Whether a frame is nested more than any message is.</summary>
    /// <exception cref="JsonException">A long frame is no JSON.</exception>
    internal static bool IsTooNested(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < ShortFrame)
        {
            return false;
        }

        var left = (long)utf8.Length * LevelsPerByte;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
        while (left >= 0 && reader.Read())
        {
            left -= reader.CurrentDepth;
        }

        return left < 0;
    }
}
