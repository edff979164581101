using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>One text of a document: its current state, and the operations that made it.</summary>
internal sealed class TextContainer(CausalGraph graph)
{
#if DEBUG
    private const int WalkerLag = 8;
    private const int WalkerExcess = 2;
    private const int SmallWalker = 4;
#else
    /// <summary>
    /// How many operations the walker may lag behind a history that has become linear before its memory is given back.
    /// </summary>
    private const int WalkerLag = 4096;

    /// <summary>A walker that holds this many times more than is needed is replaced by a smaller one.</summary>
    private const int WalkerExcess = 8;

    /// <summary>Walkers with fewer operations than this are not worth replacing.</summary>
    private const int SmallWalker = 64;
#endif

    private readonly List<TextEntry> _entries = [];
    private TextWalker? _walker;

    // A second one for questions about old places, so that they do not disturb the one that merges.
    private TextWalker? _anchorWalker;

    public RichText Text { get; private init; } = new();

    /// <summary>Whether a surrogate has ever been inserted. Without one, no place needs to be looked at.</summary>
    public bool HasSurrogates { get; private set; }

    public ReadOnlySpan<TextEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>A container of a saved document.</summary>
    public static TextContainer Load(CausalGraph graph, RichText text, List<TextEntry> entries)
    {
        var container = new TextContainer(graph) { Text = text };
        foreach (var entry in entries)
        {
            container.Record(entry);
        }

        return container;
    }

    /// <summary>
    /// Merges an operation of a change whose author saw all that is in the document: it means what it says.
    /// </summary>
    public void ApplyLinear(int change, Operation operation, int[]? lowSurrogates, List<Operation> effects)
    {
        Record(new TextEntry(change, operation, Text.Length, lowSurrogates));
        operation = TextEffects.WithoutNulls(operation);
        TextEffects.Apply(Text, operation);
        effects.Add(operation);
        _walker = Kept(_walker);
        _anchorWalker = Kept(_anchorWalker);
    }

    /// <summary>Merges an operation of a change that is concurrent with others.</summary>
    public void ApplyConcurrent(int change, Operation operation, int[]? lowSurrogates, List<Operation> effects)
    {
        if (_walker is null || _walker.Applied < _entries.Count)
        {
            WalkerAt(graph.ParentsOf(change));
        }

        Record(new TextEntry(change, operation, Text.Length, lowSurrogates));
        var first = effects.Count;
        _walker!.ApplyNext(effects);
        for (var i = first; i < effects.Count; i++)
        {
            TextEffects.Apply(Text, effects[i]);
        }

        Debug.Assert(_walker.EffectLength == Text.Length, "The walker and the text must agree.");
    }

    /// <summary>The walker that merges, having seen all entries and standing at a version.</summary>
    public TextWalker WalkerAt(int[] version) => Prepare(ref _walker, version);

    /// <summary>Where a place of a version is now, if that version's text was as long.</summary>
    public int? Resolve(int[] version, int position, Bias bias)
    {
        var walker = Prepare(ref _anchorWalker, version);
        return position <= walker.PrepareLength ? walker.MergedPosition(position, bias) : null;
    }

    private TextWalker Prepare(ref TextWalker? walker, int[] version)
    {
        var floor = graph.LatestCritical(version.Length == 0 ? -1 : version[^1]);
        var first = FirstEntryAfter(floor);
        if (walker is null || walker.Floor > floor || !IsCritical(walker.Floor) || IsTooLarge(walker, first))
        {
            var baseLength = first < _entries.Count ? _entries[first].LengthBefore : Text.Length;
            walker = new TextWalker(graph, this, floor, first, baseLength);
        }

        walker.CatchUp();
        walker.MoveTo(version);
        return walker;
    }

    /// <summary>The index of the first entry whose change comes after this one.</summary>
    public int FirstEntryAfter(int change)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Change <= change)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        Text.CheckInvariants();
        _walker?.CheckInvariants();
        _anchorWalker?.CheckInvariants();
        Debug.Assert(
            _walker is null || _walker.Applied < _entries.Count || _walker.EffectLength == Text.Length,
            "The walker and the text must agree.");
    }

    private TextWalker? Kept(TextWalker? walker) =>
        walker is not null && _entries.Count - walker.Applied > WalkerLag ? null : walker;

    private bool IsCritical(int change) => graph.LatestCritical(change) == change;

    private bool IsTooLarge(TextWalker walker, int firstNeeded)
    {
        var needed = _entries.Count - firstNeeded;
        var held = _entries.Count - walker.FirstEntry;
        return held > SmallWalker && held / WalkerExcess > needed;
    }

    private void Record(TextEntry entry)
    {
        _entries.Add(entry);
        HasSurrogates |= entry.Operation is InsertText insert && Utf16.HasSurrogates(insert.Text);
    }
}
