using System.Collections.Immutable;
using FsCheck.Fluent;
using Weft.Testing.Generators;

namespace Weft.Engine.Tests;

/// <summary>
/// Batches that are well written and wrong in what they say are judged as their changes are, one by one: what comes before
/// the first wrong change stays, and the document is sound.
/// </summary>
public sealed class HostileBatchTests
{
    private const int Batches = 4_000;

    [Fact]
    public void A_batch_with_a_wrong_change_is_judged_as_its_changes_are()
    {
        int refused = 0, taken = 0;
        var random = new Random(11);
        for (var round = 0; refused + taken < Batches; round++)
        {
            var runner = new PlanRunner(PlanGenerator.Replicas);
            runner.Play((round % 2 == 0 ? PlanGenerator.Texts(30) : PlanGenerator.Everything(30)).Generator.Sample(1).First());
            for (var i = 0; i < 20 && runner.Changes.Count > 0; i++)
            {
                _ = Judge(runner.Changes, random) ? refused++ : taken++;
            }
        }

        Assert.InRange(refused, Batches / 4, Batches);
    }

    private static bool Judge(IReadOnlyList<Change> changes, Random random)
    {
        // The document has the first few already, as many as the batch says again.
        var at = random.Next(changes.Count);
        var had = random.Next(at + 1);
        var wrong = changes.ToArray();
        wrong[at] = Altered(wrong[at], random);
        if (!IsAscending(wrong))
        {
            // A batch cannot say it.
            return false;
        }

        var batch = BatchFormat.Encode(BatchMaker.Of(wrong[random.Next(had + 1)..]));
        Document one = new(), all = new();
        foreach (var change in changes.Take(had))
        {
            one.Merge(change);
            all.Merge(change);
        }

        var refusal = wrong.Skip(had).Select(one.Merge).OfType<MergeResult.Refused>().FirstOrDefault();
        var status = all.MergeAll(batch, out var reason);
        all.CheckInvariants();
        if (refusal?.Reason == RefusalReason.Conflicting)
        {
            // Who says two things under one name is told so when one of them is looked at alone.
            return true;
        }

        Assert.Equal((refusal is not null, refusal?.Message), (status == MergeStatus.Refused, reason));
        RequireEqual(one, all);
        if (refusal is not null && one.WaitingCount == 0)
        {
            foreach (var change in changes)
            {
                // What was refused may have a place in its name's chain that another change of it can no more take.
                Assert.Equal(one.Merge(change).GetType(), all.Merge(change).GetType());
            }

            all.CheckInvariants();
            RequireEqual(one, all);
        }

        return refusal is not null;
    }

    private static bool IsAscending(Change[] changes) =>
        changes.GroupBy(change => change.Agent, StringComparer.Ordinal)
            .All(own => own.Zip(own.Skip(1)).All(pair => pair.First.Sequence + pair.First.Length <= pair.Second.Sequence));

    private static void RequireEqual(Document a, Document b)
    {
        Assert.Equal(a.Version, b.Version);
        Assert.Equal(a.WaitingCount, b.WaitingCount);
        Assert.Equal(a.ChangeCount, b.ChangeCount);
        Assert.Equal(a.TextPaths, b.TextPaths, StringComparer.Ordinal);
        foreach (var path in a.TextPaths)
        {
            Assert.Equal(a.Text(path).Runs(), b.Text(path).Runs());
        }

        foreach (var collection in a.Collections)
        {
            Assert.Equal(a.Items(collection), b.Items(collection));
        }
    }

    private static Change Altered(Change change, Random random)
    {
        var operation = random.Next(change.Operations.Length);
        return random.Next(9) switch
        {
            0 => change with { Clock = new HybridTimestamp(change.Clock.Value - random.Next(1, 3)) },
            1 => change with { Clock = new HybridTimestamp(random.Next(2)) },
            2 => change with { Sequence = change.Sequence + random.Next(1, 4) },
            3 => change with { Parents = Version.Root },
            4 => change with { Parents = Version.Of(change.Parents.Heads.Skip(1)) },
            5 => change with { Parents = Version.Of(change.Parents.Heads.Select(head => head with { Sequence = Math.Max(0, head.Sequence - 1) })) },
            _ => change with { Operations = change.Operations.SetItem(operation, Altered(change.Operations[operation], random)) },
        };
    }

    private static Operation Altered(Operation operation, Random random)
    {
        var by = random.Next(6) == 0 ? int.MaxValue / 2 : random.Next(1, 6);
        return operation switch
        {
            InsertText insert => insert with { Position = insert.Position + by },
            InsertEmbed insert => insert with { Position = insert.Position + by },
            DeleteText delete when by % 2 == 0 => delete with { Position = delete.Position + by },
            DeleteText delete => delete with { Length = delete.Length + random.Next(1, 6) },
            FormatText format when by % 2 == 0 => format with { Position = format.Position + by },
            FormatText format => format with { Length = format.Length + by },
            AddItem add => new DeleteItem(new ItemPath(add.Path.Collection, "nobody's")),
            SetProperties set => new AddItem(set.Path, "box", Properties.Empty),
            _ => new RestoreItem(new ItemPath("", "a")),
        };
    }
}
