using Weft.Testing.Generators;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Replays of generated editing histories, which need no files.</summary>
public sealed class GeneratedTraceTests
{
    [Fact]
    public void A_generated_history_of_one_author_ends_with_its_text()
    {
        var json = TraceGenerator.Sequential(new Random(1), 5_000);
        Assert.Equal(json, TraceGenerator.Sequential(new Random(1), 5_000));
        var trace = RecordedTrace.Parse(json);
        Assert.Contains("\U0001F9F5", trace.EndContent, StringComparison.Ordinal);
        Assert.Equal(trace.EndContent, Replayed(trace.Changes));
    }

    [Fact]
    public void A_generated_history_of_several_authors_ends_with_its_text_in_any_order()
    {
        var trace = RecordedTrace.Parse(TraceGenerator.Concurrent(new Random(3), 4, 2_000));
        Assert.Contains(trace.Changes, change => change.Parents.Heads.Length > 1);
        Assert.Equal(trace.EndContent, Replayed(trace.Changes));
        var shuffled = trace.Changes.ToArray();
        new Random(4).Shuffle(shuffled);
        Assert.Equal(trace.EndContent, Replayed(shuffled));
    }

    [Fact]
    public void A_long_local_session_takes_no_quadratic_time()
    {
        // 50,000 edits in the middle of a growing text: what is quadratic in them would take minutes.
        var author = new Author("ada");
        for (var i = 0; i < 50_000; i++)
        {
            author.Insert(author.Document.Text("body").Length / 2, "x");
        }

        Assert.Equal(50_000, author.Document.Text("body").Length);
        Assert.Equal(50_000, author.Document.ChangeCount);
    }

    private static string Replayed(IEnumerable<Change> changes)
    {
        var document = new Document();
        foreach (var change in changes)
        {
            document.Merge(change);
        }

        document.CheckInvariants();
        return document.Text(RecordedTrace.Path).ToString()!;
    }
}
