using Weft.Engine;
using Weft.Testing.Traces;
using Version = Weft.Engine.Version;

namespace Weft.Benchmarks;

/// <summary>Made histories that grow in one way each. The same arguments give the same history.</summary>
internal sealed class GrowthHistories
{
    private const string Path = RecordedTrace.Path;
    private const int DeletionEvery = 10;
    private const int JumpEvery = 50;

    private readonly List<Change> _changes = [];
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly Random _random = new(1);

    /// <summary>
    /// Changes of authors in turns, one keystroke each, every author at a place of his own in a text of so many units,
    /// which comes first. Each is made on its author's own changes and on all but the latest ones of all.
    /// </summary>
    /// <param name="authors">How many authors.</param>
    /// <param name="unseen">How many of the latest changes an author has not seen, but for his own.</param>
    /// <param name="count">How many changes after the first.</param>
    /// <param name="length">Units of the first text.</param>
    public static List<Change> OfAuthors(int authors, int unseen, int count, int length)
    {
        var made = new GrowthHistories();
        made.Add("base", [], new InsertText(Path, 0, new string('x', length), Properties.Empty));
        var headsAfter = new List<List<int>> { new() { 0 } };
        var last = new Dictionary<int, (int Change, int Seen)>();
        for (var i = 0; i < count; i++)
        {
            var author = i % authors;
            var seen = Math.Max(0, i - unseen);
            var parents = headsAfter[seen];
            if (last.TryGetValue(author, out var own) && own.Change > seen)
            {
                parents = [.. parents.Where(head => head > own.Seen && (head - 1) % authors != author), own.Change];
            }

            var position = (int)((author + 1L) * (length / 2) / (authors + 1));
            made.Add(
                string.Create(null, $"agent{author}"), [.. parents.Select(head => made._changes[head])],
                i % DeletionEvery == DeletionEvery - 1
                    ? new DeleteText(Path, position, 1)
                    : new InsertText(Path, position, "e", Properties.Empty));
            last[author] = (i + 1, seen);
            headsAfter.Add([.. headsAfter[i].Except(parents), i + 1]);
        }

        return made._changes;
    }

    /// <summary>
    /// Two branches of single keystrokes, in turns, on a history of so many events of one author: words and corrections at
    /// places that change now and then.
    /// </summary>
    /// <returns>All changes; the first <paramref name="before"/> are the history.</returns>
    public static List<Change> OfBranches(int before, int countEach)
    {
        var made = new GrowthHistories();
        var trunk = new Typist();
        for (var i = 0; i < before; i++)
        {
            made.Type("base", trunk, i);
        }

        Typist left = trunk, right = trunk.Fork();
        for (var i = 0; i < countEach; i++)
        {
            made.Type("left", left, i);
            made.Type("right", right, i);
        }

        return made._changes;
    }

    private void Type(string agent, Typist typist, int i)
    {
        if (i % JumpEvery == 0)
        {
            typist.Caret = _random.Next(typist.Length + 1);
        }

        Operation operation;
        if (i % DeletionEvery == DeletionEvery - 1 && typist.Caret > 0)
        {
            operation = new DeleteText(Path, --typist.Caret, 1);
            typist.Length--;
        }
        else
        {
            operation = new InsertText(Path, typist.Caret++, "e", Properties.Empty);
            typist.Length++;
        }

        typist.Head = Add(agent, typist.Head is { } head ? [head] : [], operation);
    }

    private Change Add(string agent, Change[] parents, Operation operation)
    {
        var clock = parents.Length == 0 ? 1 : parents.Max(parent => parent.Clock.Value) + 1;
        var change = new Change(
            agent, _sequences.GetValueOrDefault(agent), Version.Of(parents.Select(parent => parent.LastEvent)),
            new HybridTimestamp(clock), [operation]);
        _sequences[agent] = change.Sequence + change.Length;
        _changes.Add(change);
        return change;
    }

    /// <summary>Where somebody types, in the text that he sees.</summary>
    private sealed class Typist
    {
        public int Caret { get; set; }

        public int Length { get; set; }

        public Change? Head { get; set; }

        public Typist Fork() => new() { Caret = Caret, Length = Length, Head = Head };
    }
}
