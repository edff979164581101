using System.Text;

namespace Weft.Sync;

/// <summary>What text may be.</summary>
internal static class TextRules
{
    /// <summary>Whether every surrogate is half of a pair.</summary>
    internal static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
