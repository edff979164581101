using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// The attributes and embeds of a text, as runs beside its units. An edit costs O(log n), one over k runs O(k + log n).
/// Ranges are trusted. Reading changes nothing.
/// </summary>
/// <remarks>
/// Runs lie in chunks of a fixed capacity; a <see cref="LengthTree"/> holds the order and the lengths of the chunks.
/// Invariants: the runs are as long as the text; none is empty; an embed is one unit long and alone in its run; two
/// neighbours without an embed differ in their attributes, also across the border of two chunks; only an only chunk may
/// be empty.
/// </remarks>
internal sealed class AttributeRuns
{
#if DEBUG
    /// <summary>Small in Debug, so that tests split and join chunks all the time.</summary>
    private const int ChunkCapacity = 4;
#else
    /// <summary>Runs in a chunk at most.</summary>
    private const int ChunkCapacity = 32;
#endif

    /// <summary>Two neighbours are joined when the result is no longer: more would soon be split again.</summary>
    private const int JoinedCount = ChunkCapacity * 3 / 4;

    private readonly LengthTree _tree;

    // Run i of chunk c is at c * ChunkCapacity + i.
    private AttributeRun[] _runs;
    private int[] _counts;

    /// <summary>The runs of a text of this length without attributes.</summary>
    public AttributeRuns(int length)
    {
        _tree = new LengthTree(length);
        _runs = new AttributeRun[ChunkCapacity];
        _counts = [0];
        if (length > 0)
        {
            _runs[0] = new AttributeRun(length, Properties.Empty, null);
            _counts[0] = 1;
        }
    }

    private AttributeRuns(AttributeRuns other)
    {
        _tree = other._tree.Clone();
        _runs = (AttributeRun[])other._runs.Clone();
        _counts = (int[])other._counts.Clone();
    }

    /// <summary>Whether there is neither an attribute nor an embed.</summary>
    public bool IsPlain
    {
        get
        {
            var chunk = _tree.First;
            return _tree.Next(chunk) == LengthTree.None
                && (_counts[chunk] == 0 || (_counts[chunk] == 1 && RunsOf(chunk)[0].IsTextWith(Properties.Empty)));
        }
    }

    /// <summary>Runs of its own that are the same.</summary>
    public AttributeRuns Clone() => new(this);

    /// <summary>Steps to the next run; false behind the last one.</summary>
    /// <param name="chunk">The chunk of the last one, or <see cref="LengthTree.None"/> to begin.</param>
    /// <param name="index">The index of the last one in it.</param>
    /// <param name="run">The run.</param>
    public bool TryNext(ref int chunk, ref int index, out AttributeRun run)
    {
        if (chunk == LengthTree.None)
        {
            chunk = _tree.First;
            index = -1;
        }

        index++;
        if (index == _counts[chunk])
        {
            index = 0;
            chunk = _tree.Next(chunk);
        }

        var isThere = chunk != LengthTree.None && _counts[chunk] > 0;
        run = isThere ? RunsOf(chunk)[index] : default;
        return isThere;
    }

    /// <summary>Makes room for text, or with an embed for that one.</summary>
    public void Insert(int position, int length, Properties attributes, JsonValue? embed)
    {
        if (length == 0 || (embed is null && TryExtend(position, length, attributes)))
        {
            return;
        }

        SplitAt(position);
        Find(position, out var chunk, out var index, out var offset);
        InsertRun(chunk, offset == 0 ? index : index + 1, new AttributeRun(length, attributes, embed));
    }

    /// <summary>Deletes a range.</summary>
    public void Delete(int position, int length)
    {
        while (length > 0)
        {
            var chunk = _tree.Find(position + 1, out var start, out _);
            length -= DeleteIn(chunk, position - start, length);
        }

        JoinAt(position);
    }

    /// <summary>Sets one attribute of a range that is not empty; a null value takes it away.</summary>
    public void Format(int position, int length, string key, JsonValue value)
    {
        SplitAt(position);
        SplitAt(position + length);
        Find(position + 1, out var chunk, out var index, out _);
        while (length > 0)
        {
            length -= Write(chunk, index, length, key, value);
            JoinIn(chunk);
            var next = _tree.Next(chunk);
            JoinWithPrevious(chunk);
            chunk = next;
            index = 0;
        }

        if (chunk != LengthTree.None)
        {
            JoinWithPrevious(chunk);
        }

        Settle(position);
    }

    /// <summary>Throws or asserts when the runs are broken. Does nothing outside Debug. Costs O(n).</summary>
    /// <param name="length">The length of the text.</param>
    [Conditional("DEBUG")]
    public void CheckInvariants(int length)
    {
        _tree.CheckInvariants();
        AttributeRun? before = null;
        for (var chunk = _tree.First; chunk != LengthTree.None; chunk = _tree.Next(chunk))
        {
            var sum = 0;
            Debug.Assert(_counts[chunk] > 0 || length == 0, "Only an only chunk may be empty.");
            foreach (var run in RunsOf(chunk))
            {
                CheckRun(run, before);
                before = run;
                sum += run.Length;
            }

            Debug.Assert(sum == _tree.LengthOf(chunk), "The tree knows the length of a chunk.");
            Debug.Assert(sum <= length, "The runs are not longer than the text.");
            length -= sum;
        }

        Debug.Assert(length == 0, "The runs are as long as the text.");
    }

    private static void CheckRun(AttributeRun run, AttributeRun? before)
    {
        Debug.Assert(run.Length > 0, "No run is empty.");
        Debug.Assert(run.Embed is null || run.Length == 1, "An embed is one unit long.");
        Debug.Assert(run.Attributes.Values.All(value => !value.IsNull), "A text keeps no null attribute.");
        Debug.Assert(
            run.Embed is not null || before is null || !before.Value.IsTextWith(run.Attributes), "Neighbours differ.");
    }

    private Span<AttributeRun> RunsOf(int chunk) => _runs.AsSpan(chunk * ChunkCapacity, _counts[chunk]);

    /// <summary>
    /// The run with the unit in front of a position, and the position's offset in it. For 0, the first run, which need
    /// not be there.
    /// </summary>
    private void Find(int position, out int chunk, out int index, out int offset)
    {
        chunk = _tree.Find(position, out var start, out _);
        offset = position - start;
        index = 0;
        var runs = RunsOf(chunk);
        while (index < runs.Length && offset > runs[index].Length)
        {
            offset -= runs[index].Length;
            index++;
        }
    }

    private bool TryExtend(int position, int length, Properties attributes)
    {
        Find(position, out var chunk, out var index, out var offset);
        if (offset > 0)
        {
            ref var left = ref RunsOf(chunk)[index];
            if (left.IsTextWith(attributes))
            {
                left.Length += length;
                _tree.Add(chunk, length);
                return true;
            }

            if (offset < left.Length || !TryStep(ref chunk, ref index))
            {
                return false;
            }
        }

        if (index == _counts[chunk] || !RunsOf(chunk)[index].IsTextWith(attributes))
        {
            return false;
        }

        RunsOf(chunk)[index].Length += length;
        _tree.Add(chunk, length);
        return true;
    }

    private bool TryStep(ref int chunk, ref int index) => TryNext(ref chunk, ref index, out _);

    private void SplitAt(int position)
    {
        Find(position, out var chunk, out var index, out var offset);
        if (offset == 0 || offset == RunsOf(chunk)[index].Length)
        {
            return;
        }

        ref var left = ref RunsOf(chunk)[index];
        var right = left with { Length = left.Length - offset };
        left.Length = offset;
        _tree.Add(chunk, -right.Length);
        InsertRun(chunk, index + 1, right);
    }

    private void InsertRun(int chunk, int index, AttributeRun run)
    {
        if (_counts[chunk] == ChunkCapacity)
        {
            // A text that is written from the start to the end leaves full chunks behind.
            var kept = index == ChunkCapacity ? ChunkCapacity : ChunkCapacity / 2;
            var right = SplitChunk(chunk, kept);
            if (index > kept || kept == ChunkCapacity)
            {
                chunk = right;
                index -= kept;
            }
        }

        _counts[chunk]++;
        var runs = RunsOf(chunk);
        runs[index..^1].CopyTo(runs[(index + 1)..]);
        runs[index] = run;
        _tree.Add(chunk, run.Length);
    }

    /// <summary>Moves the runs from an index on to a new chunk.</summary>
    private int SplitChunk(int chunk, int kept)
    {
        var length = 0;
        foreach (var run in RunsOf(chunk)[kept..])
        {
            length += run.Length;
        }

        _tree.Add(chunk, -length);
        var right = _tree.InsertAfter(chunk, length);
        if (right == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * right);
            Array.Resize(ref _runs, 2 * right * ChunkCapacity);
        }

        _counts[right] = _counts[chunk] - kept;
        RunsOf(chunk)[kept..].CopyTo(RunsOf(right));
        RunsOf(chunk)[kept..].Clear();
        _counts[chunk] = kept;
        return right;
    }

    /// <summary>Deletes from an offset of a chunk as much as lies in it, and says how much that was.</summary>
    private int DeleteIn(int chunk, int offset, int length)
    {
        var runs = RunsOf(chunk);
        var index = 0;
        for (; offset >= runs[index].Length; index++)
        {
            offset -= runs[index].Length;
        }

        var deleted = 0;
        if (offset > 0)
        {
            deleted = Math.Min(length, runs[index].Length - offset);
            runs[index].Length -= deleted;
            index++;
        }

        var end = index;
        for (; end < runs.Length && runs[end].Length <= length - deleted; end++)
        {
            deleted += runs[end].Length;
        }

        if (end < runs.Length)
        {
            // All of it when nothing is left to delete: then this takes nothing.
            runs[end].Length -= length - deleted;
            deleted = length;
        }

        _tree.Add(chunk, -deleted);
        RemoveRuns(chunk, index, end);
        return deleted;
    }

    /// <summary>Takes runs out whose lengths the tree does not count any more, and the chunk when none are left.</summary>
    private void RemoveRuns(int chunk, int from, int end)
    {
        var runs = RunsOf(chunk);
        runs[end..].CopyTo(runs[from..]);
        runs[^(end - from)..].Clear();
        _counts[chunk] -= end - from;
        if (_counts[chunk] == 0 && (_tree.Next(chunk) != LengthTree.None || _tree.Previous(chunk) != LengthTree.None))
        {
            _tree.Remove(chunk);
        }
    }

    /// <summary>Writes an attribute from a run of a chunk on, and says how many units in it that were.</summary>
    private int Write(int chunk, int index, int length, string key, JsonValue value)
    {
        var written = 0;
        var runs = RunsOf(chunk);
        for (; index < runs.Length && written < length; index++)
        {
            runs[index].Attributes = runs[index].Attributes.Written(key, value);
            written += runs[index].Length;
        }

        return written;
    }

    /// <summary>Joins the equal neighbours in a chunk.</summary>
    private void JoinIn(int chunk)
    {
        var runs = RunsOf(chunk);
        var last = 0;
        for (var i = 1; i < runs.Length; i++)
        {
            if (runs[i].Embed is null && runs[last].IsTextWith(runs[i].Attributes))
            {
                runs[last].Length += runs[i].Length;
            }
            else
            {
                runs[++last] = runs[i];
            }
        }

        runs[(last + 1)..].Clear();
        _counts[chunk] = last + 1;
    }

    /// <summary>Joins the first run of a chunk with the last one before it, if they are equal.</summary>
    private void JoinWithPrevious(int chunk)
    {
        var previous = _tree.Previous(chunk);
        if (previous == LengthTree.None)
        {
            return;
        }

        var first = RunsOf(chunk)[0];
        ref var last = ref RunsOf(previous)[^1];
        if (first.Embed is null && last.IsTextWith(first.Attributes))
        {
            last.Length += first.Length;
            _tree.Add(previous, first.Length);
            _tree.Add(chunk, -first.Length);
            RemoveRuns(chunk, 0, 1);
        }
    }

    /// <summary>Joins the runs on both sides of a position, if they are equal now, and their chunk with a neighbour.</summary>
    private void JoinAt(int position)
    {
        Find(position, out var chunk, out var index, out var offset);
        if (offset > 0 && offset == RunsOf(chunk)[index].Length && TryStep(ref chunk, ref index))
        {
            if (index == 0)
            {
                JoinWithPrevious(chunk);
            }
            else
            {
                JoinIn(chunk);
            }
        }

        Settle(position);
    }

    /// <summary>Joins the chunk at a position with a neighbour, if they are short.</summary>
    private void Settle(int position)
    {
        var chunk = _tree.Find(position, out _, out _);
        if (_counts[chunk] > JoinedCount)
        {
            return;
        }

        var next = _tree.Next(chunk);
        if (next != LengthTree.None && _counts[chunk] + _counts[next] <= JoinedCount)
        {
            JoinChunks(chunk, next);
            return;
        }

        var previous = _tree.Previous(chunk);
        if (previous != LengthTree.None && _counts[previous] + _counts[chunk] <= JoinedCount)
        {
            JoinChunks(previous, chunk);
        }
    }

    private void JoinChunks(int left, int right)
    {
        var length = _tree.LengthOf(right);
        var kept = _counts[left];
        _counts[left] += _counts[right];
        RunsOf(right).CopyTo(RunsOf(left)[kept..]);
        RunsOf(right).Clear();
        _counts[right] = 0;
        _tree.Remove(right);
        _tree.Add(left, length);
    }
}
