using System.Text;

namespace Weft.Engine.Tests;

/// <summary>Small changes, batches and documents of every shape, for the tests of their bytes.</summary>
internal static class FormatSamples
{
    private static readonly Properties _bold = Properties.Of("bold", JsonValue.True);

    private static readonly Properties _rich = Properties.From(
        [KeyValuePair.Create("x", JsonValue.FromNumber(1.5)), KeyValuePair.Create("é", JsonValue.Parse("{\"a\": [1, null]}"))]);

    public static List<string> ChangeNames { get; } =
        ["keystroke", "backspace", "paste", "cut", "first", "other path", "merge", "wide unit", "emoji", "absolute clock", "both clocks", "all operations", "nothing"];

    public static List<string> BatchNames { get; } = ["empty", "typing", "rich", "long"];

    public static List<string> DocumentNames { get; } = ["empty", "plain", "rich", "long", "snapshot"];

    public static ChangeDraft Draft(string agent, long sequence, long clock, bool isRelative, EventId[] parents)
    {
        var draft = new ChangeDraft { Agent = agent, Sequence = sequence, Clock = clock, IsClockRelative = isRelative };
        foreach (var parent in parents)
        {
            draft.AddParent(parent);
        }

        return draft;
    }

    public static ChangeDraft Change(string name)
    {
        var clock = name switch { "absolute clock" or "all operations" => 1_780_000_000_123L << 16 | 7, "both clocks" => (150L << 16) | 3, "paste" => 80L << 16, _ => 1 };
        EventId[] parents = name switch
        {
            "first" => [],
            "merge" => [new EventId("ada", 41), new EventId("bob", 7), new EventId("ada", 3)],
            _ => [new EventId("ada", 41)],
        };
        var draft = Draft("ada", name is "first" ? 0 : 42, clock, name is not ("absolute clock" or "all operations"), parents);
        foreach (var operation in Operations(name))
        {
            draft.Add(operation);
        }

        return draft;
    }

    public static HistoryBatch Batch(string name) => name switch
    {
        "empty" => new HistoryBatch(),
        "typing" => BatchMaker.Of([Typed("ada", 0, [], 1, "Hello"), Typed("ada", 5, [new EventId("ada", 4)], 2, " world")]),
        "rich" => Rich(),
        _ => BatchMaker.Of([.. Enumerable.Range(0, 60).Select(i => Typed("ada", i * 10, i == 0 ? [] : [new EventId("ada", (i * 10) - 1)], i + 1, "0123456789"))]),
    };

    public static (DocumentImage Image, HistoryBatch? History) Document(string name)
    {
        if (name is "empty")
        {
            return (new DocumentImage(), new HistoryBatch());
        }

        var history = Batch(name switch { "plain" => "typing", "long" => "long", _ => "rich" });
        if (name is "rich" or "snapshot")
        {
            // A whole document has no parents outside.
            (history.External, history.Parents, history.AgentRuns) =
                ([], [.. history.Parents.Where(parent => parent >= 0)], [.. history.AgentRuns.Select((run, i) => run with { Sequence = Before(history, i) })]);
            history.Runs[0] = history.Runs[0] with { ParentCount = 0 };
            for (var i = 1; i < history.Runs.Length; i++)
            {
                history.Runs[i] = history.Runs[i] with { FirstParent = history.Runs[i].FirstParent - 1 };
            }
        }

        return (ImageOf(name, history), name is "snapshot" ? null : history);
    }

    public static string Describe(ChangeDraft draft)
    {
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{draft.Agent} {draft.Sequence} {draft.Clock} {draft.IsClockRelative} "));
        text.AppendJoin(' ', draft.Parents.ToArray().Order()).AppendLine();
        foreach (ref readonly var operation in draft.Operations)
        {
            text.Append(FormattableString.Invariant($"{operation.Path} {operation.Kind} {operation.Position} {operation.Length} {operation.Item} {operation.Payload} "));
            text.Append(draft.UnitsOf(operation)).AppendLine();
        }

        return text.ToString();
    }

    public static string Describe(DocumentImage image)
    {
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{image.EventCount} {image.ChangeCount} {image.Clock} "));
        text.AppendJoin(' ', image.Heads).AppendLine().AppendJoin(' ', image.Agents).AppendLine();
        foreach (var (path, content, hasSurrogates) in image.Texts)
        {
            text.Append(path).Append(hasSurrogates).AppendJoin(' ', content.Runs()).AppendLine();
        }

        foreach (var item in image.Items)
        {
            text.Append(FormattableString.Invariant($"{item.Path} {item.Kind} {item.KindStamp} {item.IsDeleted} {item.DeletedStamp} "));
            text.AppendJoin(' ', item.Properties).AppendJoin(' ', item.Adds).AppendLine();
        }

        return text.ToString();
    }

    /// <summary>The bytes with something flipped, taken out, put in or repeated behind the header.</summary>
    public static byte[] Mutated(Random random, byte[] valid, int header)
    {
        var bytes = valid.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > header; times--)
        {
            var at = random.Next(header, bytes.Count);
            switch (random.Next(6))
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
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.Skip(random.Next(header, bytes.Count)).Take(random.Next(1, 20)).ToArray());
                    break;
                default:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
            }
        }

        return [.. bytes];
    }

    private static Operation[] Operations(string name)
    {
        var path = new ItemPath("elements", "a\U0001F9F5");
        return name switch
        {
            "nothing" => [],
            "backspace" => [new DeleteText("body", 7, 1)],
            "paste" => [new InsertText("body", 3, "hello, wörld", Properties.Empty)],
            "cut" => [new DeleteText("body", 300, 70_000)],
            "other path" => [new InsertText("notes", 0, "n", Properties.Empty)],
            "wide unit" => [new InsertText("body", 0, "\u4E2D", Properties.Empty)],
            "emoji" => [new InsertText("body", 0, "\U0001F600", Properties.Empty)],
            "all operations" =>
            [
                new InsertText("body", 3, "h\U0001F600i", _rich), new InsertEmbed("body", 300, JsonValue.Parse("{}"), Properties.Empty),
                new DeleteText("notes", 0, 70_000), new FormatText("notes", 1, 2, "bold", JsonValue.Null), new AddItem(path, "box", _rich),
                new SetProperties(path, _bold), new DeleteItem(path), new RestoreItem(path), new ClearItems("elements"), new ClearItems("others"),
            ],
            _ => [new InsertText("body", 12, "x", Properties.Empty)],
        };
    }

    private static Change Typed(string agent, long sequence, EventId[] parents, long clock, string text) =>
        new(agent, sequence, Version.Of(parents), new HybridTimestamp(clock), [new InsertText("body", (int)sequence, text, Properties.Empty)]);

    /// <summary>Two authors with a branch and a merge over a text, a rich text and items.</summary>
    private static HistoryBatch Rich()
    {
        var (item, clock) = (new ItemPath("elements", "a"), 1_780_000_000_000L << 16);
        Change Make(string agent, long sequence, EventId[] parents, long at, params Operation[] operations) =>
            new(agent, sequence, Version.Of(parents), new HybridTimestamp(clock + at), [.. operations]);
        var batch = BatchMaker.Of(
            [
                Make("ada", 4, [new EventId("zoe", 1)], 5, new InsertText("body", 0, "a\U0001F9F5b", Properties.Empty), new AddItem(item, "box", _rich)),
                Make("ada", 9, [new EventId("ada", 8)], 6, new InsertText("notes", 0, "rich", _bold), new InsertEmbed("notes", 4, JsonValue.Parse("{\"src\":1}"), _bold)),
                Make("bob", 0, [new EventId("ada", 8)], 200L << 16, new DeleteText("body", 1, 2), new SetProperties(item, _bold)),
                Make("ada", 14, [new EventId("ada", 13)], 7, new FormatText("notes", 0, 2, "bold", JsonValue.Null)),
                Make("ada", 15, [new EventId("ada", 14), new EventId("bob", 2)], 300L << 16, new DeleteText("body", 1, 1)),
                Make("ada", 16, [new EventId("ada", 15)], 301L << 16, new DeleteText("body", 0, 1), new ClearItems("elements")),
            ]);
        batch.Texts[0].Log.AddLowSurrogate(11);
        return batch;
    }

    private static long Before(HistoryBatch history, int index) =>
        history.AgentRuns.Take(index).Where(run => run.Agent == history.AgentRuns[index].Agent).Sum(run => (long)run.Length);

    private static DocumentImage ImageOf(string name, HistoryBatch history)
    {
        var image = new DocumentImage
        {
            EventCount = history.Runs.Sum(run => run.Length),
            ChangeCount = history.Changes.Sum(run => run.Count),
            Clock = new HybridTimestamp(history.Clocks.Max(run => run.First + (run.Step * (run.Count - 1)))),
            Agents = [.. history.Agents.Select((agent, i) => (agent, history.AgentRuns.Where(run => run.Agent == i).Sum(run => (long)run.Length)))],
        };
        image.Heads = [new EventId(image.Agents[0].Name, image.Agents[0].NextSequence - 1)];
        var text = new RichText();
        text.Insert(0, name is "plain" ? "Hello world" : string.Concat(Enumerable.Repeat("0123456789", name is "long" ? 60 : 1)), Properties.Empty);
        image.Texts.Add(new TextImage("body", text, HasSurrogates: name is "rich" or "snapshot"));
        if (name is "rich" or "snapshot")
        {
            var notes = new RichText();
            notes.Insert(0, "ri\U0001F9F5", Properties.Empty);
            notes.Insert(4, "ch", _bold);
            notes.InsertEmbed(6, JsonValue.Parse("{\"src\":1}"), _bold);
            image.Texts.Add(new TextImage("notes", notes, HasSurrogates: true));
            image.Texts.Add(new TextImage("none", new RichText(), HasSurrogates: false));
            var (first, second) = (new Stamp(new HybridTimestamp(5), "ada"), new Stamp(new HybridTimestamp(900), "bob"));
            image.Items.Add(new ItemImage(
                new ItemPath("elements", "a"), "box", first, true, second,
                [("x", JsonValue.FromNumber(1), first), ("y", JsonValue.Null, second)], [new EventId("ada", 4), new EventId("bob", 2)]));
            image.Items.Add(new ItemImage(new ItemPath("elements", "b"), "box", second, false, default, [], [new EventId("bob", 0)]));
        }

        return image;
    }
}
