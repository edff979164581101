using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Weft.Engine.Tests;

/// <summary>Bytes of single changes: small, the same again, and harmless whatever they are.</summary>
public sealed class ChangeFormatTests
{
    private const int Header = 5;

    public static TheoryData<string> Names => [.. FormatSamples.ChangeNames];

    [Fact]
    public void A_keystroke_is_nineteen_bytes()
    {
        var draft = FormatSamples.Draft("abcd", 200_000, 1, isRelative: true, [new EventId("abcd", 199_999)]);
        draft.Add(new InsertText("body", 100_000, "x", Properties.Empty));
        Assert.Equal(19, Bytes(draft).Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_survives(string name)
    {
        var draft = FormatSamples.Change(name);
        var bytes = Bytes(draft);
        var read = Read(bytes);
        Assert.Equal(FormatSamples.Describe(draft), FormatSamples.Describe(read));
        Assert.Equal(bytes, Bytes(read));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200L << 16)]
    [InlineData(1_780_000_000_000L << 16)]
    [InlineData(long.MaxValue)]
    public void Every_clock_survives(long clock)
    {
        foreach (var isRelative in new[] { true, false })
        {
            var draft = FormatSamples.Draft("a", 1, clock, isRelative, [new EventId("a", 0)]);
            draft.Add(new DeleteText("body", 0, 1));
            Assert.Equal(FormatSamples.Describe(draft), FormatSamples.Describe(Read(Bytes(draft))));
        }
    }

    [Fact]
    public void An_applied_change_has_what_it_came_to_when_that_differs()
    {
        var change = FormatSamples.Change("all operations").ToChange();
        var same = new AppliedChange(change, change.Operations);
        var other = new AppliedChange(
            change, [new RestoredItem(new ItemPath("k", "a"), "box", Properties.Of("x", JsonValue.True)), new DeleteText("body", 3, 4)]);
        var none = new AppliedChange(change, []);
        foreach (var applied in new[] { same, other, none })
        {
            var output = new ArrayBufferWriter<byte>();
            ChangeFormat.EncodeApplied(applied.Change, applied.Transformed, output);
            Assert.True(ChangeFormat.TryDecodeApplied(output.WrittenSpan, out var read, out var reason), reason);
            Assert.Equal(applied, read);
            Assert.Equal(FormatSamples.Describe(FormatSamples.Change("all operations")), FormatSamples.Describe(Read(output.WrittenSpan)));
        }
    }

    [Fact]
    public void A_keystroke_is_read_and_written_without_allocation()
    {
        var bytes = Bytes(FormatSamples.Change("keystroke"));
        var (draft, names, output) = (new ChangeDraft(), new NameCache(), new ArrayBufferWriter<byte>(1024));
        for (var warm = 0; warm < 2; warm++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(ChangeFormat.TryDecode(bytes, draft, names, out _));
            ChangeFormat.Encode(draft, output);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(warm == 0 || allocated == 0, string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes"));
        }
    }

    [Fact]
    public void What_a_later_format_adds_at_the_end_is_passed_over()
    {
        foreach (var name in FormatSamples.ChangeNames)
        {
            var bytes = WithChecksum([.. Bytes(FormatSamples.Change(name)), 1, 2, 3]);
            Assert.Equal(FormatSamples.Describe(FormatSamples.Change(name)), FormatSamples.Describe(Read(bytes)));
        }
    }

    [Fact]
    public void Damage_is_found()
    {
        var bytes = Bytes(FormatSamples.Change("all operations"));
        var (draft, names) = (new ChangeDraft(), new NameCache());
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            Assert.False(ChangeFormat.TryDecode(damaged, draft, names, out var reason));
            Assert.NotEmpty(reason);
            Assert.Equal(0, draft.OperationCount);
            Assert.False(ChangeFormat.TryDecode(bytes.AsSpan(0, i), draft, names, out _));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_neither_written_nor_read()
    {
        var draft = FormatSamples.Draft("a", 1, 1, isRelative: true, [new EventId("a", 0)]);
        draft.Add(new InsertText("body", 0, "\uD83E", Properties.Empty));
        Assert.Throws<ArgumentException>(() => Bytes(draft));
        Assert.False(ChangeFormat.TryDecode(WithChecksum([2, 0, 0, 0, 0, 0x10, 1, 97, 1, 1, 0, 0xED, 0xA0, 0xBE]), new ChangeDraft(), new NameCache(), out _));
    }

    [Fact]
    public void Hostile_bytes_never_throw_and_cost_little()
    {
        var random = new Random(4);
        var (draft, names) = (new ChangeDraft(), new NameCache());
        var (read, most) = (0, 0L);
        for (var i = 0; i < 30_000; i++)
        {
            var valid = Bytes(FormatSamples.Change(FormatSamples.ChangeNames[i % FormatSamples.ChangeNames.Count]));
            var bytes = WithChecksum(FormatSamples.Mutated(random, valid, Header));
            string? reason = null;
            var isRead = false;
            most = Math.Max(most, Allocation.Of(() => isRead = ChangeFormat.TryDecode(bytes, draft, names, out reason), 32_767));
            Assert.True(isRead || reason!.Length > 0);
            if (isRead)
            {
                read++;
                Assert.Equal(FormatSamples.Describe(draft), FormatSamples.Describe(Read(Bytes(draft))));
            }

            ChangeFormat.TryDecodeApplied(bytes, out _, out _);
        }

        Assert.InRange(read, 1_000, 29_000);
        Assert.InRange(most, 0, 32_768);
    }

    internal static byte[] Bytes(ChangeDraft draft)
    {
        var output = new ArrayBufferWriter<byte>();
        ChangeFormat.Encode(draft, output);
        return output.WrittenSpan.ToArray();
    }

    internal static ChangeDraft Read(ReadOnlySpan<byte> bytes)
    {
        var draft = new ChangeDraft();
        Assert.True(ChangeFormat.TryDecode(bytes, draft, new NameCache(), out var reason), reason);
        return draft;
    }

    private static byte[] WithChecksum(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(bytes.AsSpan(Header)));
        return bytes;
    }
}
