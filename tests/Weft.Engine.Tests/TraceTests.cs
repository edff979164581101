using System.Buffers;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Replays of editing histories that real people made.</summary>
public sealed class TraceTests
{
    [Theory]
    [InlineData("automerge-paper")]
    [InlineData("seph-blog1")]
    [InlineData("rustcode")]
    [InlineData("sveltecomponent")]
    [InlineData("json-crdt-patch")]
    [InlineData("json-crdt-blog-post")]
    [InlineData("friendsforever_flat")]
    [InlineData("clownschool_flat")]
    public void A_history_of_one_author_ends_with_its_text(string name)
    {
        var trace = TraceFolder.Sequential(name);
        EndsByEveryDoor(trace, Replay(trace));
    }

    [Theory]
    [InlineData("friendsforever")]
    [InlineData("clownschool")]
    public void A_history_of_several_authors_ends_with_its_text(string name)
    {
        var trace = TraceFolder.Concurrent(name);
        EndsByEveryDoor(trace, Replay(trace));
    }

    [Theory]
    [InlineData("friendsforever")]
    [InlineData("clownschool")]
    public void A_history_that_arrives_branch_by_branch_ends_with_its_text(string name)
    {
        // Each author's changes as far as they go, then the next author's: windows far longer than any live session
        // has.
        var trace = TraceFolder.Concurrent(name);
        var document = new Document();
        foreach (var author in trace.Changes.GroupBy(change => change.Agent, StringComparer.Ordinal))
        {
            foreach (var change in author)
            {
                document.Merge(change);
            }
        }

        Assert.Equal(0, document.WaitingCount);
        Assert.Equal(trace.EndContent, document.Text(RecordedTrace.Path).ToString());
    }

    /// <summary>The same as bytes of each change, as one batch, in two batches of which the later comes first, and as files.</summary>
    private static void EndsByEveryDoor(RecordedTrace trace, Document document)
    {
        Document byBytes = new(), byBatch = new(), byParts = new();
        var bytes = new ArrayBufferWriter<byte>();
        for (var i = 0; i < document.ChangeCount; i++)
        {
            bytes.ResetWrittenCount();
            document.EncodeChange(i, bytes);
            Assert.Equal(MergeStatus.Applied, byBytes.Merge(bytes.WrittenSpan));
        }

        Assert.Equal(MergeStatus.Applied, byBatch.MergeAll(document.EncodeSince(Version.Root)));
        Assert.Equal(MergeStatus.Waiting, byParts.MergeAll(document.EncodeSince(document.VersionAt(document.ChangeCount - 40))));
        Assert.Equal(MergeStatus.Applied, byParts.MergeAll(document.EncodeSince(Version.Root)));
        Assert.Equal(0, byParts.WaitingCount);
        Assert.True(Document.TryLoad(document.Save(), out var loaded, out var reason), reason);
        Assert.True(Document.TryLoad(document.SaveSnapshot(), out var opened, out reason), reason);
        foreach (var other in new[] { byBytes, byBatch, byParts, loaded, opened })
        {
            other.CheckInvariants();
            Assert.Equal(document.Version, other.Version);
            Assert.Equal(trace.EndContent, other.Text(RecordedTrace.Path).ToString());
        }

        Assert.Equal(document.Save(), loaded.Save());
        Assert.False(opened.HasHistory);
        Assert.True(opened.LoadHistory(document.Save(), out reason), reason);
        Assert.Equal(document.Save(), opened.Save());
    }

    private static Document Replay(RecordedTrace trace)
    {
        var document = new Document();
        foreach (var change in trace.Changes)
        {
            Assert.IsType<MergeResult.Applied>(document.Merge(change));
        }

        Assert.Equal(trace.EndContent, document.Text(RecordedTrace.Path).ToString());
        document.CheckInvariants();
        return document;
    }
}
