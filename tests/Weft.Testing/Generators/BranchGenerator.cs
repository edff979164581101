using System.Collections;
using System.Collections.Immutable;
using Weft.Engine;
using Weft.Testing.Traces;
using Version = Weft.Engine.Version;

namespace Weft.Testing.Generators;

/// <summary>
/// Makes histories as source control makes them: authors branch off the main line, each works on its own for thousands
/// of events, and one merge takes dozens of branches in at once. One branch in ten lives on through two more merges.
/// The same seed gives the same history.
/// </summary>
public sealed class BranchGenerator
{
    private const string Path = RecordedTrace.Path;
    private const int LongLivedRounds = 2;

    private readonly Random _random;
    private readonly ImmutableArray<Change>.Builder _changes = ImmutableArray.CreateBuilder<Change>();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly Queue<string> _free;
    private readonly List<Branch> _live = [];
    private Change _main;
    private int _mainLength;
    private int _events;

    private BranchGenerator(Random random, int authors)
    {
        _random = random;
        _free = new Queue<string>(Enumerable.Range(1, authors - 1).Select(index => $"agent{index}"));
        var text = Branch.Words(random, 2_000);
        _main = Add("agent0", [], [new InsertText(Path, 0, text, Properties.Empty)]);
        _mainLength = text.Length;
    }

    /// <summary>A history of many authors who work apart and merge.</summary>
    /// <param name="random">The source of every choice.</param>
    /// <param name="events">How many events there are at least: a typed or deleted character is one.</param>
    /// <param name="authors">How many authors there are: at least twice as many as branches.</param>
    /// <param name="branches">How many branches one merge takes in at least.</param>
    /// <param name="eventsPerBranch">How long a branch is on average, in events; the long-lived are longer.</param>
    /// <remarks>The end content is what the engine makes of it: compare it with the oracle's before believing it.</remarks>
    public static RecordedTrace Generate(
        Random random, int events = 700_000, int authors = 200, int branches = 50, int eventsPerBranch = 2_000)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(branches, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(authors, 2 * branches);
        ArgumentOutOfRangeException.ThrowIfLessThan(eventsPerBranch, 1);
        var generator = new BranchGenerator(random, authors);
        for (var round = 0; generator._events < events; round++)
        {
            generator.Work(round, branches, eventsPerBranch);
            generator.Merge(round, isLast: generator._events >= events);
        }

        return generator.ToTrace();
    }

    private void Work(int round, int branches, int eventsPerBranch)
    {
        var deleted = new BitArray(_mainLength);
        for (var i = 0; i < branches; i++)
        {
            Open(round, eventsPerBranch, deleted);
        }

        for (var i = 0; i < (branches + 9) / 10 && _free.Count > branches; i++)
        {
            Open(round + LongLivedRounds, eventsPerBranch * (LongLivedRounds + 1), deleted: null);
        }

        // Branches arrive in turns of a few changes, as people push them.
        var busy = _live.ToList();
        while (busy.Exists(branch => branch.LastRound == round))
        {
            var branch = busy[_random.Next(busy.Count)];
            for (var left = _random.Next(5, 20); left > 0 && branch.EventsLeft > 0; left--)
            {
                branch.Head = Add(branch.Agent, [branch.Head], branch.Next(_random, Path));
            }

            if (branch.EventsLeft <= 0)
            {
                busy.Remove(branch);
            }
        }
    }

    private void Open(int lastRound, int averageEvents, BitArray? deleted)
    {
        var events = _random.Next(averageEvents / 4, averageEvents * 7 / 4) + 1;
        _live.Add(new Branch(_random, _free.Dequeue(), _main, _mainLength, deleted) { LastRound = lastRound, EventsLeft = events });
    }

    private void Merge(int round, bool isLast)
    {
        var merged = _live.Where(branch => isLast || branch.LastRound == round).ToArray();
        _mainLength -= merged.Select(branch => branch.DeletedOfBase).OfType<BitArray>().Distinct().Sum(CountOf);
        _mainLength += merged.Sum(branch => branch.OwnLength);
        var text = $"Merge {round} of {merged.Length} branches.\n";
        _main = Add(
            "agent0", [.. merged.Select(branch => branch.Head)],
            [new InsertText(Path, _random.Next(_mainLength + 1), text, Properties.Empty)]);
        _mainLength += text.Length;
        foreach (var branch in merged)
        {
            _live.Remove(branch);
            _free.Enqueue(branch.Agent);
        }
    }

    private static int CountOf(BitArray bits) => bits.Cast<bool>().Count(bit => bit);

    private Change Add(string agent, Change[] parents, ImmutableArray<Operation> operations)
    {
        var clock = parents.Length == 0 ? 1 : parents.Max(parent => parent.Clock.Value) + 1;
        var change = new Change(
            agent, _sequences.GetValueOrDefault(agent), Version.Of(parents.Select(parent => parent.LastEvent)),
            new HybridTimestamp(clock), operations);
        _sequences[agent] = change.Sequence + change.Length;
        _events += change.Length;
        _changes.Add(change);
        return change;
    }

    private RecordedTrace ToTrace()
    {
        var document = new Document();
        foreach (var change in _changes)
        {
            if (document.Merge(change) is not MergeResult.Applied)
            {
                throw new InvalidOperationException("The engine does not take a generated change.");
            }
        }

        return new RecordedTrace(document.Text(Path).Substring(0, document.Text(Path).Length), _changes.DrainToImmutable());
    }
}
