using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// Merges concurrent operations on one text, by the event graph walker algorithm (J. Gentle, M. Kleppmann,
/// "Collaborative Text Editing with Eg-walker"). It keeps a sequence of all units since a critical version (its floor),
/// deleted ones too, in two states at once: as the author of the next operation sees them (prepare), and as the merged
/// text shows them (effect). An operation's position is looked up in the first and comes out in the second.
/// </summary>
/// <remarks>
/// Invariants: the sequence holds the units of every entry from <see cref="FirstEntry"/> up to <see cref="Applied"/>;
/// the prepare state is that of <c>_version</c>; the effect state is that of all entries applied. It has no text of its
/// own.
/// </remarks>
internal sealed class TextWalker
{
    private readonly CausalGraph _graph;
    private readonly TextContainer _container;
    private readonly SequenceTree<Piece> _pieces = new();
    private readonly List<WalkedOperation> _walked = [];
    private readonly List<FormattedSpan> _formats = [];
    private readonly HashSet<int> _deletedBaseLowSurrogates = [];
    private readonly List<int> _retreat = [];
    private readonly List<int> _advance = [];
    private int[] _version;

    /// <param name="graph">The graph of the document.</param>
    /// <param name="container">The text.</param>
    /// <param name="floor">A critical change, or -1 for the root.</param>
    /// <param name="firstEntry">The first entry of the text after the floor.</param>
    /// <param name="baseLength">The length of the text at the floor.</param>
    public TextWalker(CausalGraph graph, TextContainer container, int floor, int firstEntry, int baseLength)
    {
        _graph = graph;
        _container = container;
        Floor = floor;
        FirstEntry = firstEntry;
        _version = floor < 0 ? [] : [floor];
        if (baseLength > 0)
        {
            Place(null, new UnitRun(-1, null), baseLength);
        }
    }

    /// <summary>The critical change from which on it knows everything; -1 for the root.</summary>
    public int Floor { get; }

    public int FirstEntry { get; }

    /// <summary>How many entries of the text are in it, those before the floor counted.</summary>
    public int Applied => FirstEntry + _walked.Count;

    /// <summary>The length of the text that the author sees.</summary>
    public int PrepareLength => _pieces.FirstLength;

    /// <summary>The length of the merged text.</summary>
    public int EffectLength => _pieces.SecondLength;

    /// <summary>Takes in the entries that the text has taken without it.</summary>
    public void CatchUp()
    {
        var known = new List<Operation>();
        while (Applied < _container.Entries.Length)
        {
            ApplyNext(known);
            known.Clear();
        }
    }

    /// <summary>Takes in the next entry, and adds what it does to the merged text.</summary>
    public void ApplyNext(List<Operation> effects)
    {
        var entry = _container.Entries[Applied];
        if (_version.Length != 1 || _version[0] != entry.Change)
        {
            MoveTo(_graph.ParentsOf(entry.Change));
            _version = [entry.Change];
        }

        _walked.Add(entry.Operation switch
        {
            InsertText insert => Insert(insert.Position, insert, entry.Change, effects),
            InsertEmbed insert => Insert(insert.Position, insert, entry.Change, effects),
            DeleteText delete => Delete(delete, entry.LowSurrogates, effects),
            FormatText format => Format(format, entry.Change, effects),
            _ => throw new UnreachableException(),
        });
    }

    /// <summary>Takes the author's view to a version that has the floor in its past.</summary>
    public void MoveTo(int[] version)
    {
        if (version.AsSpan().SequenceEqual(_version))
        {
            return;
        }

        _retreat.Clear();
        _advance.Clear();
        _graph.Diff(_version, version, _retreat, _advance);
        foreach (var change in _retreat)
        {
            Retreat(change);
        }

        for (var i = _advance.Count - 1; i >= 0; i--)
        {
            Advance(_advance[i]);
        }

        _version = version;
    }

    /// <summary>Whether the unit at a position of the author's view is the second half of a surrogate pair.</summary>
    public bool IsLowSurrogate(int position)
    {
        var piece = _pieces.Find(position, out var offset);
        return piece.Run.Insertion switch
        {
            InsertText insert => char.IsLowSurrogate(insert.Text[piece.Offset + offset]),
            InsertEmbed => false,
            _ => piece.IsDeleted
                ? _deletedBaseLowSurrogates.Contains(piece.Offset + offset)
                : char.IsLowSurrogate(_container.Text[piece.SecondBefore() + offset]),
        };
    }

    /// <summary>
    /// Where a place of the author's view is in the merged text, as it holds on to the unit on one of its sides.
    /// </summary>
    public int MergedPosition(int position, Bias bias)
    {
        if (bias == Bias.Left)
        {
            if (position == 0)
            {
                return 0;
            }

            var left = _pieces.Find(position - 1, out var leftOffset);
            return left.SecondBefore() + (left.IsDeleted ? 0 : leftOffset + 1);
        }

        if (position == PrepareLength)
        {
            return EffectLength;
        }

        var right = _pieces.Find(position, out var offset);
        return right.SecondBefore() + (right.IsDeleted ? 0 : offset);
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        _pieces.CheckInvariants();
        for (var piece = _pieces.FirstNode; piece is not null; piece = piece.Next())
        {
            Debug.Assert(piece.Length > 0, "A piece is not empty.");
            Debug.Assert(ReferenceEquals(PieceOf(piece.LastUnit), piece), "A run knows its pieces.");
        }
    }

    private static int IndexOf(UnitRun run, int offset)
    {
        int low = 0, high = run.Pieces.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (run.Pieces[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static Piece PieceOf(Unit unit) => unit.Run.Pieces[IndexOf(unit.Run, unit.Offset)];

    /// <summary>Compares the places of two units in the sequence.</summary>
    private static int Compare(Unit a, Unit b)
    {
        if (ReferenceEquals(a.Run, b.Run))
        {
            // The units of a run stay in their order, whatever comes between.
            return a.Offset.CompareTo(b.Offset);
        }

        return PieceOf(a).IndexInSequence().CompareTo(PieceOf(b).IndexInSequence());
    }

    private static int CompareLeft(Unit? a, Unit? b) =>
        a is null ? (b is null ? 0 : -1) : b is null ? 1 : Compare(a.Value, b.Value);

    private static int CompareRight(Unit? a, Unit? b) =>
        a is null ? (b is null ? 0 : 1) : b is null ? -1 : Compare(a.Value, b.Value);

    private UnitRun Insert(int position, Operation operation, int change, List<Operation> effects)
    {
        var left = position == 0 ? null : SplitAfter(position - 1);
        var next = left is null ? _pieces.FirstNode : left.Next();
        var right = next;
        while (right is not null && !right.IsKnown)
        {
            right = right.Next();
        }

        var run = new UnitRun(change, operation) { LeftOrigin = left?.LastUnit, RightOrigin = right?.FirstUnit };
        var piece = Place(PlaceAmongConcurrent(run, left, next), run, operation.EventCount);
        foreach (var format in _formats)
        {
            if (!format.IsSeen && Compare(format.First, piece.FirstUnit) < 0 && Compare(piece.FirstUnit, format.Last) < 0)
            {
                piece.Mark(format.Operation.Key, format.Stamp, _graph.StampOf(change), format.Operation.Value);
            }
        }

        effects.Add(Moved(operation, piece.SecondBefore(), piece.MarkedAttributes().WithoutNulls()));
        return run;
    }

    private static Operation Moved(Operation operation, int position, Properties attributes) => operation switch
    {
        InsertText insert when insert.Position != position || !insert.Attributes.Equals(attributes) =>
            insert with { Position = position, Attributes = attributes },
        InsertEmbed insert when insert.Position != position || !insert.Attributes.Equals(attributes) =>
            insert with { Position = position, Attributes = attributes },
        _ => operation,
    };

    /// <summary>
    /// The piece to insert behind, among those that others inserted concurrently at the same place. The order is that
    /// of FugueMax, found by scanning as YjsMod does: what hangs on a unit further left ends the scan; of what hangs on
    /// the same unit, the one whose right origin lies further right comes first, and of equal ones the one of the
    /// lesser agent.
    /// </summary>
    private Piece? PlaceAmongConcurrent(UnitRun run, Piece? left, Piece? next)
    {
        var behind = left;
        var isScanning = false;
        for (var other = next; other is not null && !other.IsKnown; other = other.Next())
        {
            var byLeft = CompareLeft(other.LeftOrigin, run.LeftOrigin);
            if (byLeft < 0)
            {
                break;
            }

            if (byLeft == 0)
            {
                var byRight = CompareRight(other.Run.RightOrigin, run.RightOrigin);
                if (byRight == 0 && IsOfLesserAgent(run, other.Run))
                {
                    break;
                }

                isScanning = byRight < 0;
            }

            if (!isScanning)
            {
                behind = other;
            }
        }

        return behind;
    }

    // Two concurrent runs are never of the same agent.
    private bool IsOfLesserAgent(UnitRun run, UnitRun other) =>
        string.CompareOrdinal(_graph.StampOf(run.Change).Agent, _graph.StampOf(other.Change).Agent) < 0;

    private DeletedUnits Delete(DeleteText delete, int[]? lowSurrogates, List<Operation> effects)
    {
        var deleted = new DeletedUnits();
        var first = effects.Count;
        for (var done = 0; done < delete.Length;)
        {
            var piece = Cut(delete.Position, delete.Length - done);
            deleted.Ranges.Add((piece.Run, piece.Offset, piece.Length));
            if (lowSurrogates is not null && piece.Run.Insertion is null)
            {
                RememberLowSurrogates(lowSurrogates, done, piece);
            }

            if (!piece.IsDeleted)
            {
                AddDeletion(effects, first, delete, piece.SecondBefore(), piece.Length);
                piece.Delete();
            }

            piece.Step(1);
            done += piece.Length;
        }

        return deleted;
    }

    private static void AddDeletion(List<Operation> effects, int first, DeleteText delete, int position, int length)
    {
        if (effects.Count > first && effects[^1] is DeleteText last && last.Position == position)
        {
            effects[^1] = last with { Length = last.Length + length };
        }
        else
        {
            effects.Add(delete with { Position = position, Length = length });
        }
    }

    private void RememberLowSurrogates(int[] offsets, int done, Piece piece)
    {
        foreach (var offset in offsets)
        {
            if (offset >= done && offset < done + piece.Length)
            {
                _deletedBaseLowSurrogates.Add(piece.Offset + offset - done);
            }
        }
    }

    private FormattedSpan Format(FormatText format, int change, List<Operation> effects)
    {
        var last = SplitAfter(format.Position + format.Length - 1).LastUnit;
        var piece = Cut(format.Position, format.Length);
        var stamp = _graph.StampOf(change);
        var span = new FormattedSpan(format, stamp, piece.FirstUnit, last);
        var first = effects.Count;
        for (var at = piece; at is not null; at = Compare(at.LastUnit, last) < 0 ? at.Next() : null)
        {
            var insertion = at.Run.Change < 0 ? default : _graph.StampOf(at.Run.Change);
            if (at.Mark(format.Key, stamp, insertion, format.Value) && !at.IsDeleted)
            {
                AddFormat(effects, first, format, at.SecondBefore(), at.Length);
            }
        }

        _formats.Add(span);
        return span;
    }

    private static void AddFormat(List<Operation> effects, int first, FormatText format, int position, int length)
    {
        if (effects.Count > first && effects[^1] is FormatText last && last.Position + last.Length == position)
        {
            effects[^1] = last with { Length = last.Length + length };
        }
        else
        {
            effects.Add(format with { Position = position, Length = length });
        }
    }

    private void Retreat(int change)
    {
        for (var i = _container.FirstEntryAfter(change) - 1; i >= FirstEntry && _container.Entries[i].Change == change; i--)
        {
            Step(_walked[i - FirstEntry], -1);
        }
    }

    private void Advance(int change)
    {
        var entries = _container.Entries;
        for (var i = _container.FirstEntryAfter(change - 1); i < entries.Length && entries[i].Change == change; i++)
        {
            Step(_walked[i - FirstEntry], 1);
        }
    }

    private static void Step(WalkedOperation walked, int by)
    {
        switch (walked)
        {
            case UnitRun run:
                foreach (var piece in run.Pieces)
                {
                    piece.Step(by);
                }

                break;
            case DeletedUnits deleted:
                foreach (var (run, offset, length) in deleted.Ranges)
                {
                    for (var i = IndexOf(run, offset); i < run.Pieces.Count && run.Pieces[i].Offset < offset + length; i++)
                    {
                        // Pieces are only ever split further: a deleted range is always made of whole ones.
                        run.Pieces[i].Step(by);
                    }
                }

                break;
            case FormattedSpan format:
                format.IsSeen = by > 0;
                break;
        }
    }

    /// <summary>The piece that ends with the unit at a position of the author's view.</summary>
    private Piece SplitAfter(int position)
    {
        var piece = _pieces.Find(position, out var offset);
        Split(piece, offset + 1);
        return piece;
    }

    /// <summary>
    /// The piece that begins with the unit at a position of the author's view and is not longer than that.
    /// </summary>
    private Piece Cut(int position, int length)
    {
        var piece = _pieces.Find(position, out var offset);
        if (offset > 0)
        {
            piece = Split(piece, offset);
        }

        Split(piece, length);
        return piece;
    }

    private Piece Split(Piece piece, int offset)
    {
        if (offset >= piece.Length)
        {
            return piece;
        }

        var right = piece.SplitAt(offset);
        _pieces.InsertAfter(piece, right);
        piece.Run.Pieces.Insert(IndexOf(piece.Run, piece.Offset) + 1, right);
        return right;
    }

    private Piece Place(Piece? behind, UnitRun run, int length)
    {
        var piece = new Piece(run, 0, length);
        _pieces.InsertAfter(behind, piece);
        run.Pieces.Add(piece);
        return piece;
    }
}
