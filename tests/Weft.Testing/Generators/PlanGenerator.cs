using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Weft.Testing.Generators;

/// <summary>
/// Makes plans in which authors get in each other's way all the time, and makes a failing plan smaller.
/// </summary>
public static class PlanGenerator
{
    /// <summary>How many replicas play.</summary>
    public const int Replicas = 3;

    private static readonly EditKind[] _textKinds =
    [
        EditKind.Insert, EditKind.Insert, EditKind.Insert, EditKind.Insert, EditKind.Embed, EditKind.Delete, EditKind.Delete,
        EditKind.Format, EditKind.Format,
    ];

    private static readonly EditKind[] _itemKinds =
    [
        EditKind.Add, EditKind.Add, EditKind.Set, EditKind.Set, EditKind.Remove, EditKind.Restore, EditKind.Clear,
    ];

    /// <summary>Plans with edits of texts and items, in any mixture of delivery.</summary>
    public static Arbitrary<Plan> Everything(int steps) => Plans(steps, Replicas, [.. _textKinds, .. _itemKinds]);

    /// <summary>Plans with edits of texts.</summary>
    public static Arbitrary<Plan> Texts(int steps) => Plans(steps, Replicas, _textKinds);

    /// <summary>Plans with edits of items.</summary>
    public static Arbitrary<Plan> Items(int steps) => Plans(steps, Replicas, _itemKinds);

    /// <summary>Plans of five replicas that mostly insert, for the order of what is inserted at one place.</summary>
    public static Arbitrary<Plan> Insertions(int steps) =>
        Plans(steps, 5, [EditKind.Insert, EditKind.Insert, EditKind.Insert, EditKind.Insert, EditKind.Delete]);

    /// <summary>Smaller plans: with steps left out, then with smaller steps.</summary>
    public static IEnumerable<Plan> Shrink(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        for (var size = plan.Steps.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= plan.Steps.Length; from += size)
            {
                yield return new Plan(plan.Steps.RemoveRange(from, size));
            }
        }

        for (var i = 0; i < plan.Steps.Length; i++)
        {
            foreach (var smaller in Shrink(plan.Steps[i]))
            {
                yield return new Plan(plan.Steps.SetItem(i, smaller));
            }
        }
    }

    private static Arbitrary<Plan> Plans(int steps, int replicas, EditKind[] kinds)
    {
        var number = Gen.Choose(0, 11);
        var replica = Gen.Choose(0, replicas - 1);
        var way = Gen.Choose(0, 3);
        var edit = from kind in Gen.Elements(kinds)
                   from place in number
                   from size in number
                   from what in number
                   select new Edit(kind, place, size, what);
        var edits = from count in Gen.Choose(1, 3)
                    from all in Gen.ListOf(edit, count)
                    select all.ToImmutableArray();
        var step = Gen.Frequency(
            (10, from who in replica from time in Gen.Choose(0, 2) from all in edits select (PlanStep)new EditStep(who, time, all)),
            (4, from who in replica from pick in number from door in way select (PlanStep)new DeliverStep(who, pick, door)),
            (4, from who in replica from source in replica from door in way select (PlanStep)new SyncStep(who, source, door)),
            (3, from who in replica from door in way select (PlanStep)new ReloadStep(who, door)),
            (1, from who in replica from all in edits select (PlanStep)new WrongStep(who, all)));
        var plan = from count in Gen.Choose(1, steps)
                   from all in Gen.ListOf(step, count)
                   select new Plan([.. all]);
        return Arb.From(plan, Shrink);
    }

    private static IEnumerable<PlanStep> Shrink(PlanStep step) => step switch
    {
        EditStep edit => Shrink(edit.Edits).Select(edits => (PlanStep)new EditStep(edit.Replica, edit.Time, edits)),
        WrongStep wrong => Shrink(wrong.Edits).Select(edits => (PlanStep)new WrongStep(wrong.Replica, edits)),
        DeliverStep { Pick: > 0 } deliver => [deliver with { Pick = 0 }],
        DeliverStep { Door: > 0 } deliver => [deliver with { Door = 0 }],
        SyncStep { Door: > 0 } sync => [sync with { Door = 0 }],
        ReloadStep { Door: > 0 } reload => [reload with { Door = 0 }],
        _ => [],
    };

    private static IEnumerable<ImmutableArray<Edit>> Shrink(ImmutableArray<Edit> edits)
    {
        for (var i = 0; i < edits.Length; i++)
        {
            if (edits.Length > 1)
            {
                yield return edits.RemoveAt(i);
            }

            var edit = edits[i];
            foreach (var smaller in new[]
            {
                edit with { Where = 0 }, edit with { Size = 0 }, edit with { What = 0 }, edit with { Where = edit.Where / 2 },
            })
            {
                if (smaller != edit)
                {
                    yield return edits.SetItem(i, smaller);
                }
            }
        }
    }
}
