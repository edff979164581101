namespace Weft.Engine;

/// <summary>
/// A text with attributes and embedded objects, to be read. Positions count UTF-16 code units; an embed counts 1.
/// </summary>
public interface IReadOnlyText
{
    /// <summary>The number of units.</summary>
    int Length { get; }

    /// <summary>One unit; an embed reads U+FFFC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is not below the length.</exception>
    char this[int position] { get; }

    /// <summary>A part of the text; an embed reads U+FFFC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    string Substring(int from, int length);

    /// <summary>The runs from left to right, neighbours of equal attributes joined.</summary>
    IEnumerable<TextRun> Runs();
}
