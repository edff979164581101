using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// A part of a run, all of whose units are in the same state. Its first length is what the author sees of it (the
/// prepare state), its second what the merged text shows of it (the effect state).
/// </summary>
internal sealed class Piece : SequenceNode<Piece>
{
    private int _seen;
    private List<(string Key, Stamp Stamp, JsonValue Value)>? _marks;

    public Piece(UnitRun run, int offset, int length)
    {
        Run = run;
        Offset = offset;
        Length = length;
        _seen = 1;
        Refresh();
    }

    public UnitRun Run { get; }

    /// <summary>The offset of its first unit in the run.</summary>
    public int Offset { get; }

    public int Length { get; private set; }

    /// <summary>Whether the author at whose view the walker stands knows of it, deleted or not.</summary>
    public bool IsKnown => _seen > 0;

    /// <summary>Whether it is deleted in the merged text.</summary>
    public bool IsDeleted { get; private set; }

    public Unit FirstUnit => new(Run, Offset);

    public Unit LastUnit => new(Run, Offset + Length - 1);

    /// <summary>What the first unit was inserted behind.</summary>
    public Unit? LeftOrigin => Offset == 0 ? Run.LeftOrigin : new Unit(Run, Offset - 1);

    /// <summary>
    /// Steps the state in the author's view: 0 not inserted yet, 1 inserted, and one more for each deletion that the
    /// author knows of.
    /// </summary>
    public void Step(int by)
    {
        _seen += by;
        Debug.Assert(_seen >= 0, "What was not inserted cannot be deleted.");
        Refresh();
        Changed();
    }

    public void Delete()
    {
        IsDeleted = true;
        Refresh();
        Changed();
    }

    /// <summary>Keeps what lies before the offset within the piece, and gives the rest away as a new piece.</summary>
    public Piece SplitAt(int offset)
    {
        var right = new Piece(Run, Offset + offset, Length - offset)
        {
            _seen = _seen,
            IsDeleted = IsDeleted,
            _marks = _marks is null ? null : [.. _marks],
        };
        right.Refresh();
        Length = offset;
        Refresh();
        Changed();
        return right;
    }

    /// <summary>
    /// Formats the piece unless what decides its attribute has a greater stamp; tells whether it did.
    /// </summary>
    public bool Mark(string key, Stamp stamp, Stamp insertion, JsonValue value)
    {
        var index = IndexOfMark(key);
        var stands = index >= 0 ? stamp.WinsOver(_marks![index].Stamp)
            : !Run.Attributes.ContainsKey(key) || stamp.WinsOver(insertion);
        if (!stands)
        {
            return false;
        }

        _marks ??= [];
        if (index >= 0)
        {
            _marks.RemoveAt(index);
        }

        _marks.Add((key, stamp, value));
        return true;
    }

    /// <summary>The attributes that it was inserted with and those that marks gave it.</summary>
    public Properties MarkedAttributes()
    {
        var attributes = Run.Attributes;
        if (_marks is not null)
        {
            foreach (var (key, _, value) in _marks)
            {
                attributes = attributes.With(key, value);
            }
        }

        return attributes;
    }

    private int IndexOfMark(string key)
    {
        for (var i = 0; i < _marks?.Count; i++)
        {
            if (string.Equals(_marks[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private void Refresh()
    {
        First = _seen == 1 ? Length : 0;
        Second = IsDeleted ? 0 : Length;
    }
}
