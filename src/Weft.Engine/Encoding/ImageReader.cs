using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Weft.Engine;

/// <summary>Reads what <see cref="ImageWriter"/> wrote, from bytes that may be anything.</summary>
internal static class ImageReader
{
    public const byte HasSurrogates = 1;
    public const byte HasRuns = 2;
    public const byte IsDeleted = 1;
    public const byte HasDeletedStamp = 2;

    /// <summary>Fills an image from its sections and its plain text; gives what was wrong, or null.</summary>
    public static string? Read(DocumentImage image, ReadOnlySpan<byte> summary, ReadOnlySpan<byte> texts, ReadOnlySpan<byte> items)
    {
        var reason = ReadSummary(image, summary);
        if (reason is null && !items.IsEmpty)
        {
            reason = ReadItems(image, items);
        }

        if (reason is not null || !ProseReader.TryReadTexts(image.Prose.Bytes.Span, out var prose, out var rented, out reason))
        {
            return reason;
        }

        var units = Utf8.IsValid(prose) ? ArrayPool<char>.Shared.Rent(prose.Length) : null;
        if (units is not null)
        {
            reason = ReadTexts(image, texts, units.AsSpan(0, Encoding.UTF8.GetChars(prose, units)));
            ArrayPool<char>.Shared.Return(units);
        }

        Packing.Return(rented);
        return units is null ? "A text is not UTF-8." : reason;
    }

    /// <summary>Whether a history leads to what a document says of itself.</summary>
    public static bool Agrees(DocumentImage image, HistoryBatch history)
    {
        long events = 0, changes = 0;
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var run in history.AgentRuns)
        {
            events += run.Length;
            next[history.Agents[run.Agent]] = run.Sequence + run.Length;
        }

        foreach (var run in history.Changes)
        {
            changes += run.Count;
        }

        var agrees = events == image.EventCount && changes == image.ChangeCount && history.External.Length == 0;
        foreach (var (name, sequence) in image.Agents)
        {
            agrees &= next.GetValueOrDefault(name) == sequence;
        }

        return agrees;
    }

    private static string? ReadSummary(DocumentImage image, ReadOnlySpan<byte> section)
    {
        var file = new ByteReader(section);
        var reader = new ByteReader(Packing.Read(ref file, Packing.ImageRatio, out var rented));
        image.EventCount = reader.Int();
        image.ChangeCount = reader.Int();
        image.Clock = new HybridTimestamp(reader.Number());
        var names = new HashSet<string>(StringComparer.Ordinal);
        var agents = new List<(string Name, long NextSequence)>();
        long events = 0;
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            var (name, next) = (reader.String(), reader.Number());
            if (name.Length == 0 || !names.Add(name) || next > image.EventCount - events)
            {
                reader.Fail("The agents are not as they must be.");
            }

            events += next;
            agents.Add((name, next));
        }

        image.Agents = [.. agents];
        image.Heads = ReadEvents(ref reader, image);
        if (events != image.EventCount || image.ChangeCount > events || (events > 0) != (image.Heads.Length > 0 && image.ChangeCount > 0))
        {
            reader.Fail("The numbers of events do not agree.");
        }

        Packing.Return(rented);
        return file.Reason ?? reader.Reason;
    }

    private static string? ReadTexts(DocumentImage image, ReadOnlySpan<byte> section, ReadOnlySpan<char> units)
    {
        var file = new ByteReader(section);
        var reader = new ByteReader(Packing.Read(ref file, Packing.ImageRatio, out var rented));
        var sets = new List<Properties> { Properties.Empty };
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            sets.Add(reader.Properties());
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            var (path, length, flags) = (reader.String(), reader.Int(), reader.Byte());
            var text = (flags & HasRuns) == 0 ? ReadPlain(ref reader, length, ref units) : ReadRuns(ref reader, sets, ref units);
            if (text.Length != length || path.Length == 0 || !paths.Add(path) || flags > (HasSurrogates | HasRuns))
            {
                reader.Fail("A text is not as it must be.");
            }

            image.Texts.Add(new TextImage(path, text, (flags & HasSurrogates) != 0));
        }

        if (!units.IsEmpty)
        {
            reader.Fail("The text is longer than its runs.");
        }

        Packing.Return(rented);
        return file.Reason ?? reader.Reason;
    }

    private static RichText ReadPlain(scoped ref ByteReader reader, int length, ref ReadOnlySpan<char> units)
    {
        if (!IsRun(ref reader, length, units))
        {
            return new RichText();
        }

        var text = RichText.OfPlain(units[..length]);
        units = units[length..];
        return text;
    }

    private static RichText ReadRuns(scoped ref ByteReader reader, List<Properties> sets, ref ReadOnlySpan<char> units)
    {
        var text = new RichText();
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            var (set, length) = (reader.Int(), reader.Int());
            if (set >= sets.Count)
            {
                reader.Fail("A run has unknown attributes.");
            }
            else if (length == 0)
            {
                var embed = reader.Json();
                if (!reader.Failed)
                {
                    text.InsertEmbed(text.Length, embed, sets[set]);
                }
            }
            else
            {
                Append(ref reader, text, length, sets[set], ref units);
            }
        }

        return text;
    }

    private static void Append(scoped ref ByteReader reader, RichText text, int length, Properties attributes, ref ReadOnlySpan<char> units)
    {
        if (IsRun(ref reader, length, units))
        {
            text.Insert(text.Length, units[..length], attributes);
            units = units[length..];
        }
    }

    private static bool IsRun(scoped ref ByteReader reader, int length, ReadOnlySpan<char> units)
    {
        if (length <= units.Length && (length == 0 || !(char.IsLowSurrogate(units[0]) || char.IsHighSurrogate(units[length - 1]))))
        {
            return length > 0;
        }

        reader.Fail("A run is not as long as its text.");
        return false;
    }

    private static string? ReadItems(DocumentImage image, ReadOnlySpan<byte> section)
    {
        var file = new ByteReader(section);
        var reader = new ByteReader(Packing.Read(ref file, Packing.ImageRatio, out var rented));
        var names = new NameCache();
        var known = new HashSet<ItemPath>();
        var collection = "";
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            collection = reader.Name(names, collection);
            var path = new ItemPath(collection, reader.String());
            if (collection.Length == 0 || path.Id.Length == 0 || !known.Add(path))
            {
                reader.Fail("An item has no name of its own.");
                break;
            }

            image.Items.Add(ReadItem(ref reader, image, path, names));
        }

        Packing.Return(rented);
        return file.Reason ?? reader.Reason;
    }

    private static ItemImage ReadItem(ref ByteReader reader, DocumentImage image, ItemPath path, NameCache names)
    {
        var kind = reader.Name(names);
        var agent = AgentOf(ref reader, image, reader.Number());
        var stamp = new Stamp(new HybridTimestamp(reader.Number()), agent);
        var flags = reader.Byte();
        if (flags > (IsDeleted | HasDeletedStamp) || flags == IsDeleted)
        {
            reader.Fail("An item is of an unknown shape.");
        }

        var deleted = (flags & HasDeletedStamp) != 0 ? ReadStamp(ref reader, image, stamp) : default;
        var properties = new List<(string Key, JsonValue Value, Stamp Stamp)>();
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            properties.Add((reader.Name(names), reader.Json(), ReadStamp(ref reader, image, stamp)));
        }

        return new ItemImage(path, kind, stamp, (flags & IsDeleted) != 0, deleted, [.. properties], ReadEvents(ref reader, image));
    }

    private static string AgentOf(ref ByteReader reader, DocumentImage image, long index)
    {
        if (index < image.Agents.Length)
        {
            return image.Agents[index].Name;
        }

        reader.Fail("An agent has no name.");
        return "";
    }

    private static Stamp ReadStamp(ref ByteReader reader, DocumentImage image, Stamp other)
    {
        var code = reader.Number();
        if (code == 0)
        {
            return other;
        }

        var agent = AgentOf(ref reader, image, code - 1);
        var clock = unchecked(other.Clock.Value + reader.Zigzag());
        if (clock < 0)
        {
            reader.Fail("A clock is out of range.");
        }

        return new Stamp(new HybridTimestamp(clock), agent);
    }

    private static EventId[] ReadEvents(ref ByteReader reader, DocumentImage image)
    {
        var events = new List<EventId>();
        for (var count = reader.Count(); count > 0 && !reader.Failed; count--)
        {
            var index = reader.Number();
            var id = new EventId(AgentOf(ref reader, image, index), reader.Number());
            if (!reader.Failed && id.Sequence >= image.Agents[index].NextSequence)
            {
                reader.Fail("An event is not in the document.");
            }

            events.Add(id);
        }

        return [.. events];
    }
}
