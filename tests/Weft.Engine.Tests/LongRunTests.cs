using System.Globalization;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// Long random histories of few and of many authors. <c>WEFT_EVENTS=5000000</c> sets how many events there are in all
/// (docs/testing.md); the seed of one that fails is in what it says.
/// </summary>
public sealed class LongRunTests
{
    private const int Events = 24_000;
    private const int MaxEventsPerDocument = 60_000;
    private const int EventsForOracle = 200;

    private static readonly int[] _authors = [2, 3, 8, 30];

    private static readonly int _events =
        int.TryParse(Environment.GetEnvironmentVariable("WEFT_EVENTS"), CultureInfo.InvariantCulture, out var count) ? count : Events;

    [Fact]
    [Trait("Issue", "3")]
    public void Long_histories_converge_by_every_door()
    {
        for (int seed = 1, done = 0; done < _events; seed++)
        {
            done += Played(seed, _authors[seed % _authors.Length], seed % 2 == 0, Math.Min(_events / 3, MaxEventsPerDocument)).Events;
        }
    }

    [Fact]
    [Trait("Issue", "3")]
    public void Samples_of_them_are_as_the_oracle_says()
    {
        for (var seed = 1; seed <= Math.Max(10, _events / 100_000); seed++)
        {
            Played(seed, 2 + (seed % 5), seed % 2 == 0, EventsForOracle).CompareWithOracle();
        }
    }

    private static LongHistory Played(int seed, int replicas, bool isRich, int events)
    {
        var history = new LongHistory(seed, replicas, isRich);
        try
        {
            // In parts, between which everybody is brought together.
            while (history.Events < events)
            {
                history.Play(Math.Max(1, events / 3));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"Seed {seed}: {exception.Message}"), exception);
        }

        return history;
    }
}
