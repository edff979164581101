using System.Buffers.Binary;
using Weft.Testing.Generators;
using Weft.Testing.Traces;

namespace Weft.Engine.Tests;

/// <summary>
/// Bytes of changes and documents: what goes in comes out, the bytes of today can be read tomorrow, and no bytes do
/// harm.
/// </summary>
public sealed class EncodingTests
{
    private const int ChangeHeader = 5;
    private const int DocumentHeader = 9;

    private const string GoldenDocument =
        "5745465401ADD1D1D3020361646103626F620500008080A01F010104626F6479000761F09FA7B5626300000101010105016B016103626F7801017804"
        + "7472756500010101010304626F6479000301010201010304626F6479010301010101010404626F6479000104626F6C6404747275650104626F647901"
        + "00016300020100010201020101";

    [Fact]
    public void A_cache_has_room_for_the_names_of_a_thousand_authors()
    {
        var cache = new NameCache();
        var names = Enumerable.Range(0, 1_000).Select(i => System.Text.Encoding.UTF8.GetBytes($"agent{i}")).ToArray();
        var before = new string?[names.Length];
        var kept = 0;
        for (var round = 0; round < 20; round++)
        {
            kept = 0;
            for (var i = 0; i < names.Length; i++)
            {
                var name = cache.Get(names[i]);
                Assert.Equal($"agent{i}", name);
                kept += ReferenceEquals(name, before[i]) ? 1 : 0;
                before[i] = name;
            }
        }

        // Where three share two places, they take turns.
        Assert.InRange(kept, 850, 1_000);
    }

    [Fact]
    public void The_checksum_is_crc32c() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Every_operation_survives_encoding()
    {
        var change = Sample();
        Assert.True(Change.TryDecode(change.ToBytes(), out var decoded, out _));
        Assert.Equal(change, decoded);
        Assert.Equal(change.ToBytes(), decoded.ToBytes());
    }

    [Fact]
    public void A_transformed_part_is_written_only_when_it_differs()
    {
        var change = Sample();
        var same = new AppliedChange(change, change.Operations);
        var other = new AppliedChange(change, [new RestoredItem(new ItemPath("k", "a"), "box", Properties.Of("x", JsonValue.True))]);
        foreach (var applied in new[] { same, other })
        {
            Assert.True(AppliedChange.TryDecode(applied.ToBytes(), out var decoded, out _));
            Assert.Equal(applied, decoded);
        }

        Assert.Equal(change.ToBytes(), same.ToBytes());
    }

    [Fact]
    public void The_bytes_of_format_1_stay_readable()
    {
        const string Golden = "01583673A9036164610304020002016204020104626F64790002686901016201310304626F64790201";
        var change = new Change(
            "ada", 3, Version.Of(new EventId("ada", 2), new EventId("b", 4)), new HybridTimestamp(4),
            [new InsertText("body", 0, "hi", Properties.Of("b", JsonValue.FromNumber(1))), new DeleteText("body", 2, 1)]);
        Assert.True(Change.TryDecode(Convert.FromHexString(Golden), out var decoded, out _));
        Assert.Equal(change, decoded);
        Assert.Equal(2, change.ToBytes()[0]);
    }

    [Fact]
    public void The_bytes_of_an_applied_change_of_format_1_stay_readable()
    {
        // An applied change is a change and 0, or 1 and what it came to: here a deletion.
        const string Body = "036164610304020002016204020104626F64790002686901016201310304626F64790201";
        var same = WithChecksum([1, 0, 0, 0, 0, .. Convert.FromHexString(Body), 0], ChangeHeader);
        var other = WithChecksum([1, 0, 0, 0, 0, .. Convert.FromHexString(Body), .. Convert.FromHexString("01010304626F64790101")], ChangeHeader);

        Assert.True(AppliedChange.TryDecode(same, out var applied, out _));
        Assert.Equal(applied.Change.Operations.AsSpan(), applied.Transformed.AsSpan());
        Assert.True(AppliedChange.TryDecode(other, out applied, out _));
        Assert.Equal([new DeleteText("body", 1, 1)], applied.Transformed);
        Assert.Equal("ada", applied.Change.Agent);
    }

    [Fact]
    public void The_bytes_of_a_change_of_format_1_are_merged()
    {
        var bytes = WithChecksum([1, 0, 0, 0, 0, .. Convert.FromHexString("03616461000400010104626F64790002686900")], ChangeHeader);
        var document = new Document();
        Assert.Equal(MergeStatus.Applied, document.Merge(bytes));
        Assert.Equal("hi", document.Text("body").ToString());
        Assert.Equal(MergeStatus.AlreadyKnown, document.Merge(bytes));
        bytes[7] ^= 1;
        Assert.Equal(MergeStatus.Refused, document.Merge(bytes, out var reason));
        Assert.Equal("The checksum is wrong.", reason);
    }

    [Fact]
    public void The_bytes_of_a_document_of_format_1_stay_readable()
    {
        Assert.True(Document.TryLoad(Convert.FromHexString(GoldenDocument), out var document, out var reason), reason);
        document.CheckInvariants();
        Assert.Equal("c", document.Text("body").ToString());
        Assert.Equal(5, document.ChangeCount);
        Assert.Equal(SavedDocument(), document.Save());
        Assert.True(document.HasHistory);
    }

    [Fact]
    public void Hostile_documents_of_format_1_never_throw()
    {
        var random = new Random(7);
        var valid = Convert.FromHexString(GoldenDocument);
        var loadable = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = WithChecksum(Mutated(random, valid, DocumentHeader), DocumentHeader);
            if (Document.TryLoad(bytes, out var document, out var reason))
            {
                loadable++;
                document.CheckInvariants();
            }
            else
            {
                Assert.NotEmpty(reason);
            }
        }

        Assert.InRange(loadable, 1, 4_900);
    }

    [Fact]
    public void What_a_later_format_adds_at_the_end_is_passed_over()
    {
        var change = Sample();
        var bytes = WithChecksum([.. change.ToBytes(), 1, 2, 3], ChangeHeader);
        Assert.True(Change.TryDecode(bytes, out var decoded, out _));
        Assert.Equal(change, decoded);
    }

    [Fact]
    public void Damage_is_found()
    {
        var bytes = Sample().ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            Assert.False(Change.TryDecode(damaged, out var change, out var reason));
            Assert.Null(change);
            Assert.NotEmpty(reason);
            Assert.False(Change.TryDecode(bytes.AsSpan(0, i), out _, out _));
        }
    }

    [Fact]
    public void Hostile_changes_never_throw()
    {
        var random = new Random(4);
        var valid = new AppliedChange(Sample(), [new DeleteText("body", 1, 2)]).ToBytes();
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = WithChecksum(Mutated(random, valid, ChangeHeader), ChangeHeader);
            if (Change.TryDecode(bytes, out var change, out var reason))
            {
                new Document().Merge(change);
            }
            else
            {
                Assert.NotEmpty(reason);
            }

            AppliedChange.TryDecode(bytes, out AppliedChange? _, out _);
        }
    }

    [Fact]
    public void Hostile_documents_never_throw()
    {
        var random = new Random(5);
        var valid = SavedDocument();
        var refused = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Mutated(random, valid, 0);
            if (bytes.AsSpan().SequenceEqual(valid))
            {
                continue;
            }

            // What is wrong with the history is found when that is read.
            if (!Document.TryLoad(bytes, out var document, out var reason) || !document.LoadHistory(out reason))
            {
                refused++;
                Assert.NotEmpty(reason!);
            }
        }

        Assert.InRange(refused, 4_500, 5_000);
    }

    [Fact]
    public void A_loaded_document_goes_on_where_the_saved_one_was()
    {
        var trace = RecordedTrace.Parse(TraceGenerator.Concurrent(new Random(6), 3, 600));
        var document = new Document();
        foreach (var change in trace.Changes)
        {
            document.Merge(change);
            if (document.ChangeCount % 50 == 0)
            {
                Assert.True(Document.TryLoad(document.Save(), out var loaded, out var reason), reason);
                Assert.Equal(document.Version, loaded.Version);
                Assert.Equal(document.Text("body").Runs(), loaded.Text("body").Runs());
                document = loaded;
            }
        }

        Assert.Equal(trace.EndContent, document.Text("body").ToString());
    }

    private static Change Sample()
    {
        var path = new ItemPath("elements", "a\U0001F9F5");
        var properties = Properties.From(
            [KeyValuePair.Create("x", JsonValue.FromNumber(1.5)), KeyValuePair.Create("é", JsonValue.Parse("{\"a\": [1, null]}"))]);
        return new Change(
            "ada", 70_000_000_000, Version.Of(new EventId("ada", 69_999_999_999), new EventId("bob", 5)), new HybridTimestamp(1L << 60),
            [
                new InsertText("body", 3, "h\U0001F600i", properties), new InsertEmbed("body", 300, JsonValue.Parse("{}"), Properties.Empty),
                new DeleteText("body", 0, 70_000), new FormatText("b", 1, 2, "bold", JsonValue.Null), new AddItem(path, "box", properties),
                new SetProperties(path, properties), new DeleteItem(path), new RestoreItem(path), new ClearItems("elements"),
            ]);
    }

    private static byte[] SavedDocument()
    {
        Author ada = new("ada"), bob = new("bob");
        bob.Receive(ada.Insert(0, "a\U0001F9F5bc"), ada.Do(new AddItem(new ItemPath("k", "a"), "box", Properties.Of("x", JsonValue.True))));
        var a = ada.Delete(0, 3);
        var b = bob.Delete(1, 3);
        ada.Receive(b, bob.Format(0, 1, JsonValue.True));
        Assert.Equal(a, ada.Document.ChangeAt(2));
        return ada.Document.Save();
    }

    private static byte[] Mutated(Random random, byte[] valid, int header)
    {
        var bytes = valid.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(header, bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 9)));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
            }

            if (bytes.Count <= header)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static byte[] WithChecksum(byte[] bytes, int header)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(header - sizeof(uint)), Crc32C.Of(bytes.AsSpan(header)));
        return bytes;
    }
}
