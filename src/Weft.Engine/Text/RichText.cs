using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Weft.Engine;

/// <summary>
/// A mutable text with attributes and embedded objects. An edit costs O(log n), and next to nothing where the last one
/// was. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// A rope of units, and beside it the runs of attributes, which a plain text does not have. It does not look at surrogate
/// pairs; a <see cref="Document"/> does, before it edits its texts.
/// </remarks>
public sealed class RichText : IReadOnlyText
{
    /// <summary>What an embed reads in the text.</summary>
    private const char EmbedCharacter = '\uFFFC';

    private readonly Rope _rope;

    // Null until the text first has an attribute or an embed.
    private AttributeRuns? _runs;

    /// <summary>An empty text.</summary>
    public RichText()
    {
        _rope = new Rope();
    }

    private RichText(Rope rope, AttributeRuns? runs)
    {
        _rope = rope;
        _runs = runs;
    }

    /// <summary>A text of these runs, in their order.</summary>
    public static RichText From(IEnumerable<TextRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var text = new RichText();
        foreach (var run in runs)
        {
            if (run.Text is null)
            {
                text.InsertEmbed(text.Length, run.Embed ?? JsonValue.Null, run.Attributes);
            }
            else
            {
                text.Insert(text.Length, run.Text, run.Attributes);
            }
        }

        return text;
    }

    /// <inheritdoc/>
    public int Length => _rope.Length;

    /// <summary>Whether the text has neither an attribute nor an embed.</summary>
    internal bool IsPlain => _runs is null || _runs.IsPlain;

    /// <inheritdoc/>
    public char this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Length);
            return _rope[position];
        }
    }

    /// <summary>Inserts text that takes these attributes, nulls left out, and no others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    public void Insert(int position, string text, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        Insert(position, text.AsSpan(), attributes);
    }

    /// <summary>Inserts one embedded object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    public void InsertEmbed(int position, JsonValue embed, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        CheckRange(position, 0);
        _runs ??= new AttributeRuns(Length);
        _runs.Insert(position, 1, attributes.WithoutNulls(), embed);
        _rope.Insert(position, [EmbedCharacter]);
    }

    /// <summary>Deletes a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    public void Delete(int position, int length)
    {
        CheckRange(position, length);
        _rope.Delete(position, length);
        _runs?.Delete(position, length);
    }

    /// <summary>Sets one attribute of a range; a null value takes it away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    public void Format(int position, int length, string key, JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        CheckRange(position, length);
        if (length == 0 || (_runs is null && value.IsNull))
        {
            return;
        }

        _runs ??= new AttributeRuns(Length);
        _runs.Format(position, length, key, value);
    }

    /// <inheritdoc/>
    public string Substring(int from, int length)
    {
        CheckRange(from, length);
        return string.Create(length, (_rope, from), static (target, source) => source._rope.CopyTo(source.from, target));
    }

    /// <inheritdoc/>
    public IEnumerable<TextRun> Runs()
    {
        if (_runs is null)
        {
            if (Length > 0)
            {
                yield return new TextRun(ToString(), null, Properties.Empty);
            }

            yield break;
        }

        var (position, chunk, index) = (0, LengthTree.None, 0);
        while (_runs.TryNext(ref chunk, ref index, out var run))
        {
            yield return new TextRun(run.Embed is null ? Substring(position, run.Length) : null, run.Embed, run.Attributes);
            position += run.Length;
        }
    }

    /// <summary>A text of its own with the same content.</summary>
    public RichText Clone() => new(_rope.Clone(), _runs?.Clone());

    /// <summary>The whole text; an embed reads U+FFFC.</summary>
    public override string ToString() => Substring(0, Length);

    /// <summary>
    /// Throws or asserts when the text's structure is broken. Does nothing outside Debug. Costs O(n).
    /// </summary>
    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        _rope.CheckInvariants();
        _runs?.CheckInvariants(Length);
    }

    /// <summary>A text without attributes, made in one go.</summary>
    internal static RichText OfPlain(ReadOnlySpan<char> text) => new(new Rope(text), null);

    /// <summary>Inserts text that takes these attributes, nulls left out, and no others. The span is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    internal void Insert(int position, ReadOnlySpan<char> text, Properties attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        CheckRange(position, 0);
        if (_runs is not null || attributes.Count > 0)
        {
            InsertRun(position, text.Length, attributes.WithoutNulls());
        }

        _rope.Insert(position, text);
    }

    /// <summary>Copies the units from a position on, as many as the destination takes; an embed reads U+FFFC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the text.</exception>
    internal void CopyTo(int from, Span<char> destination)
    {
        CheckRange(from, destination.Length);
        _rope.CopyTo(from, destination);
    }

    /// <summary>
    /// Some units from a position on, one at least, to walk over the text without a copy; false at the end. An embed
    /// reads U+FFFC.
    /// </summary>
    /// <param name="position">Where to begin.</param>
    /// <param name="chunk">The units: the text's own, valid until the next edit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond the end.</exception>
    internal bool TryGetChunk(int position, out ReadOnlySpan<char> chunk)
    {
        CheckRange(position, 0);
        chunk = position < Length ? _rope.ChunkAt(position) : default;
        return chunk.Length > 0;
    }

    /// <summary>Whether a range has any surrogate.</summary>
    internal bool HasSurrogates(int from, int length)
    {
        CheckRange(from, length);
        while (length > 0)
        {
            var chunk = _rope.ChunkAt(from);
            var count = Math.Min(length, chunk.Length);
            if (Utf16.HasSurrogates(chunk[..count]))
            {
                return true;
            }

            from += count;
            length -= count;
        }

        return false;
    }

    private void InsertRun(int position, int length, Properties attributes)
    {
        if (_runs is null && attributes.Count > 0 && length > 0)
        {
            _runs = new AttributeRuns(Length);
        }

        _runs?.Insert(position, length, attributes, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckRange(int position, int length)
    {
        if (position < 0 || length < 0 || position > Length - length)
        {
            ThrowOutOfRange(position, length);
        }
    }

    private void ThrowOutOfRange(int position, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)position + length, Length, nameof(position));
    }
}
