using System.Collections;
using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Testing.Generators;

/// <summary>
/// One author's work on a branch. It knows of every character only whether the branch has typed it or found it there,
/// which is enough to know how long the text of a merge will be without merging: what a branch types survives as it
/// left it, and what several delete of the same base is counted once. A branch without <paramref name="deletedOfBase"/>
/// deletes only what it typed.
/// </summary>
internal sealed class Branch(Random random, string agent, Change start, int baseLength, BitArray? deletedOfBase)
{
    private static readonly string[] _words =
        ["public ", "return ", "if ", "value ", "= ", "(", ") ", "{\n", "}\n", "branch ", "merge ", "count", ";\n", "the ", "for "];

    /// <summary>The text as runs: those of the base begin at <c>From</c>, those typed here have a negative one.</summary>
    private readonly List<(int From, int Length)> _runs = baseLength > 0 ? [(0, baseLength)] : [];

    /// <summary>Where the author works, in turns.</summary>
    private readonly int[] _places = [.. Enumerable.Range(0, 4).Select(_ => random.Next(baseLength + 1))];

    private int _length = baseLength;
    private int _place;

    public string Agent { get; } = agent;

    /// <summary>The branch's last change, or the one it began at.</summary>
    public Change Head { get; set; } = start;

    /// <summary>The merge that ends the branch.</summary>
    public required int LastRound { get; init; }

    public required int EventsLeft { get; set; }

    /// <summary>What is deleted of the text at the branch's beginning, by all branches that began there.</summary>
    public BitArray? DeletedOfBase { get; } = deletedOfBase;

    /// <summary>How many characters typed here are still there.</summary>
    public int OwnLength => _runs.Where(run => run.From < 0).Sum(run => run.Length);

    /// <summary>Words, at least so many characters of them.</summary>
    public static string Words(Random random, int length)
    {
        var words = new System.Text.StringBuilder();
        while (words.Length < length)
        {
            words.Append(_words[random.Next(_words.Length)]);
        }

        return words.ToString();
    }

    /// <summary>The next change: a burst of typing, with or without a correction, at one of a few places.</summary>
    public ImmutableArray<Operation> Next(Random random, string path)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>();
        Move(random);
        var mood = random.Next(10);
        if (mood < 2)
        {
            // A rewording; where somebody else's words are all there is, a long-lived branch only adds.
            Delete(operations, path, _places[_place], random.Next(5, 60));
        }

        Type(operations, path, Words(random, random.Next(5, 90)));
        if (mood > 6)
        {
            var typed = Math.Min(_places[_place], random.Next(2, 12));
            _places[_place] -= typed;
            Delete(operations, path, _places[_place], typed);
            Type(operations, path, Words(random, random.Next(2, 12)));
        }

        foreach (var operation in operations)
        {
            EventsLeft -= operation.EventCount;
        }

        return operations.DrainToImmutable();
    }

    private void Move(Random random)
    {
        if (random.Next(6) == 0)
        {
            _place = random.Next(_places.Length);
        }

        if (random.Next(25) == 0)
        {
            _places[_place] = random.Next(_length + 1);
        }
    }

    private void Type(ImmutableArray<Operation>.Builder operations, string path, string text)
    {
        var position = _places[_place];
        operations.Add(new InsertText(path, position, text, Properties.Empty));
        var run = Split(position);
        if (run > 0 && _runs[run - 1].From < 0)
        {
            _runs[run - 1] = (-1, _runs[run - 1].Length + text.Length);
        }
        else
        {
            _runs.Insert(run, (-1, text.Length));
        }

        _length += text.Length;
        Shift(position, text.Length);
        _places[_place] = position + text.Length;
    }

    private void Delete(ImmutableArray<Operation>.Builder operations, string path, int position, int length)
    {
        var first = Split(position);
        var end = Split(Math.Min(_length, position + length));
        var deleted = 0;
        while (end > first && (_runs[first].From < 0 || DeletedOfBase is not null))
        {
            var (from, count) = _runs[first];
            for (var i = from; from >= 0 && i < from + count; i++)
            {
                DeletedOfBase![i] = true;
            }

            deleted += count;
            _runs.RemoveAt(first);
            end--;
        }

        if (deleted > 0)
        {
            operations.Add(new DeleteText(path, position, deleted));
            _length -= deleted;
            Shift(position, -deleted);
        }
    }

    /// <summary>The index of the run that begins at a position, which is made to begin there.</summary>
    private int Split(int position)
    {
        var index = 0;
        while (index < _runs.Count && position >= _runs[index].Length)
        {
            position -= _runs[index++].Length;
        }

        if (position > 0)
        {
            var (from, length) = _runs[index];
            _runs[index] = (from, position);
            _runs.Insert(++index, (from < 0 ? from : from + position, length - position));
        }

        return index;
    }

    private void Shift(int position, int by)
    {
        for (var i = 0; i < _places.Length; i++)
        {
            _places[i] = i != _place && _places[i] > position ? Math.Max(position, _places[i] + by) : _places[i];
        }
    }
}
