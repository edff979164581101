using System.Collections.Immutable;
using Weft.Engine;
using Weft.Testing.Generators;

namespace Weft.Fuzz.Tests;

/// <summary>Good histories of three people, always the same ones.</summary>
internal static class Histories
{
    private const int Replicas = 3;
    private const int Steps = 40;
    private const int Numbers = 12;

    private static readonly EditKind[] s_textKinds = [EditKind.Insert, EditKind.Insert, EditKind.Delete, EditKind.Format, EditKind.Embed];

    /// <summary>Every sort of edit, by people who hear of each other late.</summary>
    public static IReadOnlyList<PlanHistory> Everything { get; } = [.. Enumerable.Range(0, 12).Select(seed => Play(seed, Enum.GetValues<EditKind>()))];

    /// <summary>The same of a text alone.</summary>
    public static IReadOnlyList<PlanHistory> Texts { get; } = [.. Enumerable.Range(100, 6).Select(seed => Play(seed, s_textKinds))];

    /// <summary>A document that has all changes of a history.</summary>
    public static Document Whole(PlanHistory history)
    {
        var document = new Document();
        foreach (var change in history.Changes)
        {
            document.Merge(change);
        }

        return document;
    }

    private static PlanHistory Play(int seed, EditKind[] kinds)
    {
        var random = new Random(seed);
        var history = new PlanHistory(Replicas);
        for (var i = 0; i < Steps; i++)
        {
            history.Play(random.Next(4) == 0
                ? new SyncStep(random.Next(Replicas), random.Next(Replicas), 0)
                : new EditStep(random.Next(Replicas), random.Next(3), Edits(random, kinds)));
        }

        return history;
    }

    private static ImmutableArray<Edit> Edits(Random random, EditKind[] kinds) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Edit(kinds[random.Next(kinds.Length)], random.Next(Numbers), random.Next(Numbers), random.Next(Numbers))),
    ];
}
