using System.Buffers;

namespace Weft.Engine.Tests;

/// <summary>
/// What a keystroke costs, counted and never timed: in steady state nothing is allocated. Columns and trees grow by
/// doubling now and then, and a text takes a new leaf when one is full; nearly all stretches of keystrokes between must be
/// at zero. In Debug leaves hold four units, and what they take is allowed for; an object per keystroke is more than that.
/// </summary>
public sealed class AllocationTests
{
    private const int Warmup = 6_000;
    private const int Window = 50;
    private const int Windows = 60;

    [Fact]
    [Trait("Issue", "3")]
    public void Typing_allocates_nothing()
    {
        var document = new Document();
        RequireNothing(16, i => document.Insert("ada", "body", i, "x", 1_000 + i));
    }

    [Fact]
    [Trait("Issue", "3")]
    public void Typing_and_deleting_here_and_there_allocates_nothing()
    {
        var document = new Document();
        document.Insert("ada", "body", 0, new string('a', 100_000), 1);
        RequireNothing(36, i =>
        {
            if (i % 4 == 3)
            {
                document.Delete("ada", "body", i * 31 % 90_000, 1, 1_000 + i);
            }
            else
            {
                document.Insert("ada", "body", i * 31 % 90_000, "x", 1_000 + i);
            }
        });
    }

    [Fact]
    [Trait("Issue", "3")]
    public void The_bytes_of_what_another_types_are_merged_without_allocating()
    {
        var ada = new Document();
        var changes = new List<byte[]>();
        for (var i = 0; i < Warmup + (Window * Windows); i++)
        {
            ada.Insert("ada", "body", i - (i / 9), "x", 1_000 + i);
            changes.Add(Bytes(ada));
        }

        var reader = new Document();
        RequireNothing(24, i => reader.Merge(changes[i]));
        Assert.Equal(ada.Version.Heads.Length, reader.Version.Heads.Length);
    }

    [Fact]
    [Trait("Issue", "3")]
    public void The_bytes_of_what_two_type_at_once_are_merged_without_allocating()
    {
        // Each sees the other's keystrokes three later, and never at the same place.
        Document ada = new(), bob = new();
        ada.Insert("ada", "body", 0, new string('a', 4_000), 1);
        var start = Bytes(ada);
        bob.Merge(start);
        var changes = new List<byte[]>();
        for (var i = 0; i < Warmup + (Window * Windows); i++)
        {
            var (mine, name) = i % 2 == 0 ? (ada, "ada") : (bob, "bob");
            mine.Insert(name, "body", i % 2 == 0 ? i / 2 : mine.Text("body").Length, "x", 1_000 + i);
            changes.Add(Bytes(mine));
            if (i >= 3)
            {
                (i % 2 == 0 ? ada : bob).Merge(changes[i - 3]);
            }
        }

        var reader = new Document();
        reader.Merge(start);
        RequireNothing(16, i => reader.Merge(changes[i]));
        Assert.Equal(2, reader.Version.Heads.Length);
        Assert.Equal(4_000 + Warmup + (Window * Windows), reader.Text("body").Length);
    }

    [Fact]
    public void What_allocates_at_each_keystroke_would_be_found_out() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => RequireNothing(36, _ => GC.KeepAlive(new object())));

    private static byte[] Bytes(Document document)
    {
        var output = new ArrayBufferWriter<byte>();
        document.EncodeChange(document.ChangeCount - 1, output);
        return output.WrittenSpan.ToArray();
    }

    private static void RequireNothing(int debugLeaves, Action<int> keystroke)
    {
#if DEBUG
        var allowed = debugLeaves * 32L;
#else
        var allowed = debugLeaves * 0L;
#endif
        for (var i = 0; i < Warmup; i++)
        {
            keystroke(i);
        }

        var allocated = new long[Windows];
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Window; i++)
            {
                keystroke(Warmup + (window * Window) + i);
            }

            allocated[window] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var zero = allocated.Count(bytes => bytes <= allowed);
        Assert.True(zero >= Windows * 5 / 6, $"{zero} of {Windows} stretches allocate nothing: {string.Join(' ', allocated)}");
    }
}
