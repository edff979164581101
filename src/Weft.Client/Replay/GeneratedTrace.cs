using System.Collections.Immutable;
using System.Text;

namespace Weft.Client.Replay;

/// <summary>A made-up history, for showing and trying a server without any file.</summary>
public static class GeneratedTrace
{
    private static readonly string[] Words = ["warp", "weft", "loom", "shuttle", "thread", "selvedge", "heddle", "bobbin", "twill", "Größe"];

    /// <summary>Makes a history of several authors who type words at random places and sometimes delete; each sees all before.</summary>
    /// <param name="agents">How many authors.</param>
    /// <param name="transactions">How many words and deletions.</param>
    /// <param name="random">Decides everything.</param>
    /// <returns>The trace.</returns>
    public static Trace Make(int agents, int transactions, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var text = new StringBuilder();
        var history = ImmutableArray.CreateBuilder<TraceTransaction>(transactions);
        var agent = 0;
        for (var index = 0; index < transactions; index++)
        {
            // An author stays at it for a while, as people do.
            agent = random.Next(8) == 0 ? random.Next(agents) : agent;
            var patch = random.Next(5) == 0 && text.Length > 20 ? Deletion(text, random) : Insertion(text, random);
            text.Remove(patch.Position, patch.Deleted).Insert(patch.Position, patch.Inserted);
            history.Add(new TraceTransaction(agent, index == 0 ? [] : [index - 1], null, [patch]));
        }

        return new Trace(string.Empty, text.ToString(), agents, history.ToImmutable());
    }

    private static TracePatch Deletion(StringBuilder text, Random random)
    {
        var from = random.Next(text.Length - 6);
        return new TracePatch(from, random.Next(1, 6), string.Empty);
    }

    private static TracePatch Insertion(StringBuilder text, Random random)
    {
        var word = Words[random.Next(Words.Length)];
        return new TracePatch(random.Next(text.Length + 1), 0, word + " ");
    }
}
