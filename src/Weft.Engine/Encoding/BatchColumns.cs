namespace Weft.Engine;

/// <summary>What writer and reader of a batch's columns agree on.</summary>
internal static class BatchColumns
{
    /// <summary>So many agents that were met lately are named by how long ago that was.</summary>
    public const int RecentAgents = 8;

    /// <summary>In the lowest bits of a row's code: its kind, and its length less one above.</summary>
    public const int KindBits = 2;

    /// <summary>The kind of rows of one event: above it 0 for an embed, or how many units a format covers.</summary>
    public const int OtherKind = 3;

    /// <summary>Of a payload: it has an embed.</summary>
    public const byte HasEmbed = 1;

    /// <summary>Of a payload: it has the key and value of a format.</summary>
    public const byte HasKey = 2;

    /// <summary>A row's kind in its code.</summary>
    public static int CodeOf(TextKind kind) => kind switch
    {
        TextKind.Insert => 0,
        TextKind.Delete => 1,
        TextKind.DeleteBackward => 2,
        _ => OtherKind,
    };

    /// <summary>Moves an agent to the front of those met lately, from a place among them or from outside.</summary>
    public static void Touch(Span<int> recent, int place, int agent)
    {
        recent[..Math.Min(place, recent.Length - 1)].CopyTo(recent[1..]);
        recent[0] = agent;
    }

    /// <summary>
    /// Where an author is expected to go on after a row.
    /// </summary>
    public static int PlaceAfter(TextKind kind, int position, int length) => kind switch
    {
        TextKind.Insert or TextKind.Embed => position + length,
        TextKind.DeleteBackward => position - length + 1,
        _ => position,
    };
}
