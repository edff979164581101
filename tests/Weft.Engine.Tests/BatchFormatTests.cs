using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>Bytes of batches: columns that come back as they were, and fit each other whatever the bytes are.</summary>
public sealed class BatchFormatTests
{
    private const int Header = 5;

    public static TheoryData<string> Names => [.. FormatSamples.BatchNames];

    [Theory]
    [InlineData("automerge-paper")]
    [InlineData("seph-blog1")]
    [InlineData("rustcode")]
    [InlineData("friendsforever_flat")]
    public void A_history_of_one_author_survives(string name) => Survives(BatchMaker.Of(TraceFolder.Sequential(name)));

    [Theory]
    [InlineData("friendsforever")]
    [InlineData("clownschool")]
    public void A_history_of_several_authors_survives(string name) => Survives(BatchMaker.Of(TraceFolder.Concurrent(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_survives(string name) => Survives(FormatSamples.Batch(name));

    [Fact]
    public void Clocks_survive_whatever_they_are()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var batch = FormatSamples.Batch("rich");
            batch.Clocks = [.. Enumerable.Range(0, 6).Select(_ => new HistoryBatch.ClockRun(1, random.NextInt64() >> random.Next(63), 0))];
            Survives(batch);
        }
    }

    [Fact]
    public void What_a_later_format_adds_at_the_end_is_passed_over()
    {
        var (columns, units) = Plain("rich");
        Assert.True(BatchFormat.TryDecode(Framed([.. columns, 1, 2, 3], units, 4, 5), out var read, out var reason), reason);
        Assert.Equal(BatchMaker.Describe(FormatSamples.Batch("rich")), BatchMaker.Describe(read));
    }

    [Fact]
    public void Damage_is_found()
    {
        var bytes = BatchFormat.Encode(FormatSamples.Batch("rich"));
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            Assert.False(BatchFormat.TryDecode(damaged, out var batch, out var reason));
            Assert.Null(batch);
            Assert.NotEmpty(reason);
            Assert.False(BatchFormat.TryDecode(bytes.AsSpan(0, i), out _, out _));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_neither_written_nor_read()
    {
        var log = new TextLog();
        log.Append(0, false, TextKind.Insert, 0, 1, "\uD83E", 0);
        log.Append(1, false, TextKind.Insert, 1, 1, "\uDDF5", 0);
        var batch = FormatSamples.Batch("typing");
        (batch.Texts, batch.Runs, batch.Changes) = ([("body", log)], [new(2, 0, 0)], [new(2, 1)]);
        (batch.AgentRuns, batch.Clocks) = ([new(0, 0, 2)], [new(1, 1, 0)]);

        // The two halves are well-formed as a whole, but not as rows.
        Assert.False(BatchFormat.TryDecode(BatchFormat.Encode(batch), out _, out _));
        var (columns, _) = Plain("typing");
        Assert.False(BatchFormat.TryDecode(Framed(columns, [0xED, 0xA0, 0xBE]), out _, out _));
        log.TruncateTo(1);
        Assert.Throws<ArgumentException>(() => BatchFormat.Encode(batch));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Refused(batch => batch.AgentRuns = [batch.AgentRuns[0] with { Length = batch.AgentRuns[0].Length - 1 }, .. batch.AgentRuns[1..]], "events of nobody");
        Refused(batch => batch.Changes = [new(3, 5)], "changes cut by chains");
        Refused(batch => batch.Parents[1] = 2, "a parent within a change");
        Refused(batch => batch.Texts = batch.Texts[..1], "events that do nothing");
        Refused(batch => batch.Texts = [batch.Texts[0], batch.Texts[0]], "a text twice");
        Refused(batch => batch.Items[0] = (0, batch.Items[0].Operation), "an event that does two things");
        Refused(batch => batch.Items[0] = (4, new RestoredItem(new ItemPath("a", "b"), "k", Properties.Empty)), "a transformed operation");
        Refused(batch => batch.Agents = ["ada", "ada"], "an agent twice");
        Refused(batch => batch.Clocks = [new(6, -5, 1)], "a negative clock");
    }

    [Fact]
    public void A_chain_with_more_parents_than_there_are_is_refused()
    {
        var (columns, units) = Plain("typing");
        Assert.Equal([1, 0], columns[9..11]);
        columns[10] = 1;
        Assert.False(BatchFormat.TryDecode(Framed(columns, units), out _, out _));
    }

    [Fact]
    public void Hostile_batches_never_throw_and_cost_little()
    {
        var random = new Random(5);
        const long Limit = 65_535;
        var (read, most) = (0, 0L);
        for (var i = 0; i < 20_000; i++)
        {
            var (columns, units) = Plain(i % 2 == 0 ? "rich" : "typing");
            var bytes = Framed(FormatSamples.Mutated(random, columns, 0), i % 5 == 0 ? FormatSamples.Mutated(random, units, 0) : units);
            HistoryBatch? batch = null;
            string? reason = null;
            var isRead = false;
            most = Math.Max(most, Allocation.Of(() => isRead = BatchFormat.TryDecode(bytes, out batch, out reason), Limit));
            Assert.True(isRead || reason!.Length > 0);
            if (isRead)
            {
                read++;
                Survives(batch!);
            }
        }

        Assert.InRange(read, 100, 19_000);
        Assert.True(most <= Limit, string.Create(CultureInfo.InvariantCulture, $"{most} bytes for less than 1 KB"));
    }

    [Fact]
    public void Hostile_compressed_batches_never_throw()
    {
        var random = new Random(6);
        var valid = BatchFormat.Encode(FormatSamples.Batch("long"));
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = FormatSamples.Mutated(random, valid, Header);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(bytes.AsSpan(Header)));
            BatchFormat.TryDecode(bytes, out _, out _);
        }
    }

    [Fact]
    public void A_short_batch_that_claims_to_be_long_costs_little()
    {
        var (columns, units) = Plain("typing");
        for (var i = 0; i < columns.Length; i++)
        {
            byte[] bytes = Framed([.. columns.AsSpan(0, i), 0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. columns.AsSpan(i)], units);
            Assert.InRange(Allocation.Of(() => BatchFormat.TryDecode(bytes, out _, out _), 32_768), 0, 32_768);
        }
    }

    [Fact]
    public void A_hundred_bytes_never_cost_more_than_a_few_kilobytes()
    {
        // As many rows as so few bytes can hold: typing backwards compresses best.
        const int Rows = 180;
        var batch = BatchMaker.Of([.. Enumerable.Range(0, Rows).Select(i => new Change(
            "a", i, Engine.Version.Of(i == 0 ? [] : [new EventId("a", i - 1)]), new HybridTimestamp(i + 1), [new InsertText("t", 0, "a", Properties.Empty)]))]);
        Assert.Equal(Rows, batch.Texts[0].Log.RowCount);
        var bytes = BatchFormat.Encode(batch);
        Assert.InRange(bytes.Length, 0, 130);
        Assert.True(BatchFormat.TryDecode(bytes, out _, out _));
        Assert.InRange(Allocation.Of(() => Assert.True(BatchFormat.TryDecode(bytes, out _, out _)), 16_384), 0, 16_384);
    }

    private static void Survives(HistoryBatch batch)
    {
        var bytes = BatchFormat.Encode(batch);
        Assert.True(BatchFormat.TryDecode(bytes, out var read, out var reason), reason);
        Assert.Equal(BatchMaker.Describe(batch), BatchMaker.Describe(read));
        Assert.Equal(bytes, BatchFormat.Encode(read));
    }

    private static void Refused(Action<HistoryBatch> spoil, string what)
    {
        var batch = FormatSamples.Batch("rich");
        spoil(batch);
        Assert.False(BatchFormat.TryDecode(BatchFormat.Encode(batch), out _, out var reason), what);
        Assert.NotEmpty(reason);
    }

    /// <summary>The columns and units before they are compressed.</summary>
    private static (byte[] Columns, byte[] Units) Plain(string name)
    {
        var batch = FormatSamples.Batch(name);
        var writer = new SpanWriter(new byte[4096]);
        BatchWriter.Write(ref writer, batch);
        return (writer.Written.ToArray(), [.. batch.Texts.SelectMany(text => Encoding.UTF8.GetBytes(text.Log.Units.ToString()))]);
    }

    private static byte[] Framed(byte[] columns, byte[] units, params byte[] more)
    {
        var writer = new SpanWriter(new byte[4096]);
        writer.Byte(2);
        writer.Skip(sizeof(uint));
        writer.Number((long)columns.Length << 1);
        writer.Bytes(columns);
        writer.Number((long)units.Length << 1);
        writer.Bytes(units);
        writer.Bytes(more);
        var bytes = writer.Written.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(bytes.AsSpan(Header)));
        return bytes;
    }
}
