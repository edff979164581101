using System.Diagnostics;

namespace Weft.Engine;

/// <summary>Makes the records of operations on texts from what rows and drafts hold.</summary>
internal static class TextOperations
{
    /// <summary>The operation of these fields.</summary>
    public static Operation Make(
        string path, TextKind kind, int position, int length, ReadOnlySpan<char> units, TextPayload payload) => kind switch
        {
            TextKind.Insert => new InsertText(path, position, units.ToString(), payload.Attributes),
            TextKind.Embed => new InsertEmbed(path, position, payload.Embed!.Value, payload.Attributes),
            TextKind.Delete => new DeleteText(path, position, length),
            TextKind.Format => new FormatText(path, position, length, payload.Key!, payload.Value),
            _ => throw new UnreachableException(),
        };
}
