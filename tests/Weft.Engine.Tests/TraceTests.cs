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
    public void A_history_of_one_author_ends_with_its_text(string name) => Replay(TraceFolder.Sequential(name));

    [Theory]
    [InlineData("friendsforever")]
    [InlineData("clownschool")]
    public void A_history_of_several_authors_ends_with_its_text(string name)
    {
        var trace = TraceFolder.Concurrent(name);
        var document = Replay(trace);

        Assert.True(Document.TryLoad(document.Save(), out var loaded, out var reason), reason);
        Assert.Equal(trace.EndContent, loaded.Text(RecordedTrace.Path).ToString());
        Assert.Equal(document.Save(), loaded.Save());
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
