using Weft.Engine;
using Weft.Protocol;
using Weft.Testing.Network;

namespace Weft.Sync.Tests;

/// <summary>[CHANGE-16] Several changes as one.</summary>
public sealed class ChangeRunsTests
{
    [Fact(DisplayName = "[CHANGE-16] Joined changes do what they did one after the other, and tell which revisions they are")]
    public void Law()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            RichText one = EditGenerator.Text(random);
            RichText other = one.Clone();
            var messages = new List<ServerMessage>();
            for (var revision = 11; revision <= 11 + random.Next(20); revision++)
            {
                TextDelta delta = EditGenerator.Delta(random, one);
                delta.Apply(one);
                messages.Add(Change(revision, random.Next(5) == 0 ? "bob" : "ada", delta));
            }

            long at = 10;
            foreach (ServerMessage message in ChangeRuns.Join(messages))
            {
                var change = Assert.IsType<RemoteChangeMessage>(message);
                Assert.Equal(at, change.Before);
                Assert.Equal(change.Revision, change.Id);
                at = change.Revision;
                foreach (TextOperation operation in change.Ops.Cast<TextOperation>())
                {
                    TextDelta.FromEdits(operation.Changes).Apply(other);
                }
            }

            Assert.Equal(10 + messages.Count, at);
            DeltaLawTests.AssertSame(one, other);
        }
    }

    [Fact(DisplayName = "[CHANGE-16] Typing becomes one insertion, and typing elsewhere, over a selection or in bold what it was")]
    public void Typing()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            RichText one = RichText.From([new TextRun("0123456789", null, Properties.Empty)]);
            RichText other = one.Clone();
            var messages = new List<ServerMessage>();
            for (var (revision, at) = (1, 5); revision <= 8; revision++)
            {
                at = random.Next(12) == 0 ? random.Next(10) : at;
                var deleted = random.Next(12) == 0 && one.Length > at ? 1 : 0;
                var bold = random.Next(12) == 0 ? Properties.Of("bold", JsonValue.True) : Properties.Empty;
                var word = new string((char)('a' + revision), 1 + random.Next(3));
                TextDelta delta = TextDelta.Of(DeltaPart.Keep(at), DeltaPart.Insert(word, bold), DeltaPart.Delete(deleted));
                delta.Apply(one);
                messages.Add(Change(revision, "ada", delta));
                at += word.Length;
            }

            var joined = Assert.IsType<RemoteChangeMessage>(Assert.Single(ChangeRuns.Join(messages)));
            Assert.Equal(0, joined.Before);
            TextDelta.FromEdits(Assert.IsType<TextOperation>(Assert.Single(joined.Ops)).Changes).Apply(other);
            DeltaLawTests.AssertSame(one, other);
        }
    }

    [Fact(DisplayName = "[CHANGE-16] Only changes of one client to one text, one right after the other, are joined")]
    public void WhatIsJoined()
    {
        TextDelta edit = TextDelta.Of(DeltaPart.Insert("a", Properties.Empty));
        ServerMessage[] messages =
        [
            Change(1, "ada", edit), Change(2, "ada", edit),
            Change(3, "bob", edit),
            Change(4, "ada", edit) with { Ops = [new TextOperation("other", edit.ToEdits())] },
            new PresenceMessage([], [], 1),
            Change(5, "ada", edit),
            Change(6, "ada", edit) with { Ops = [new DeleteOperation("e/1")] },
            Change(7, "ada", edit) with { Ops = [] },
        ];
        IReadOnlyList<ServerMessage> joined = ChangeRuns.Join(messages);
        Assert.Equal(7, joined.Count);
        var first = Assert.IsType<RemoteChangeMessage>(joined[0]);
        Assert.Equal((2L, 0L, 2L), (first.Revision, first.Since!.Value, first.Id));
        Assert.Equal(messages[2..], joined.Skip(1));
    }

    private static RemoteChangeMessage Change(long revision, string client, TextDelta delta) =>
        new(revision, client, revision, revision, [new TextOperation("body", delta.ToEdits())]);
}
