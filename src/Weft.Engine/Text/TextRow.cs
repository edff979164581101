using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// A run of events of one text, each the only child of the one before, that continue one another: so that it is one
/// step for whoever merges it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TextRow
{
    /// <summary>The first event, numbered by arrival in the document.</summary>
    public int Event;

    /// <summary>How many events; an embed and a format are one.</summary>
    public int Length;

    /// <summary>How many events of this text come before.</summary>
    public int Index;

    /// <summary>Where the first event happens, in the coordinates of its author.</summary>
    public int Position;

    /// <summary>
    /// Of an insertion: where its units begin in <see cref="TextLog.Units"/>. Of a format: how many units it covers.
    /// </summary>
    public int Content;

    /// <summary>The index of its attributes, embed or format in the log's payloads; 0 for none.</summary>
    public int Payload;

    /// <summary>What its events do.</summary>
    public TextKind Kind;

    /// <summary>The event after the last.</summary>
    public readonly int End => Event + Length;

    /// <summary>Whether it takes units away.</summary>
    public readonly bool IsDeletion => Kind is TextKind.Delete or TextKind.DeleteBackward;

    /// <summary>The row of its events from an offset on, at most so many.</summary>
    public readonly TextRow Slice(int offset, int length)
    {
        var slice = this;
        slice.Event += offset;
        slice.Index += offset;
        slice.Length = length;
        switch (Kind)
        {
            case TextKind.Insert:
                slice.Position += offset;
                slice.Content += offset;
                break;
            case TextKind.DeleteBackward:
                slice.Position -= offset;
                break;
        }

        return slice;
    }
}
