using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>To and from the edits of the protocol (CHANGE-5) and the operations of the engine.</content>
public sealed partial class TextDelta
{
    /// <summary>Reads edits whose offsets are all those of the old text. Edits that do nothing are left out.</summary>
    /// <exception cref="ArgumentException">The edits are not ascending, overlap, or hold something that is not text or JSON.</exception>
    public static TextDelta FromEdits(IEnumerable<TextEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(edits);
        var builder = new DeltaBuilder();
        int at = 0;
        foreach (TextEdit edit in edits)
        {
            if (edit.From < at || edit.To < edit.From)
            {
                throw new ArgumentException("Edits must ascend and not overlap.", nameof(edits));
            }

            builder.Keep(edit.From - at);
            AddEdit(builder, edit, WireValues.ToProperties(edit.Attributes));
            at = edit.To;
        }

        return builder.ToDelta();
    }

    /// <summary>
    /// Reads the engine's operations on one text, each over the text that the ones before it made. Those that go from left to right, as the
    /// edits of one message do, are one delta from the start.
    /// </summary>
    /// <exception cref="ArgumentException">One is an item operation.</exception>
    public static TextDelta FromOperations(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var deltas = new List<TextDelta>();
        var ascending = new DeltaBuilder(PartsOf(operations));
        int reached = 0;
        foreach ((int at, DeltaPart part) in Placed(operations))
        {
            if (at < reached)
            {
                deltas.Add(ascending.ToDelta());
                (ascending, reached) = (new DeltaBuilder(), 0);
            }

            ascending.Keep(at - reached);
            ascending.Add(part);
            reached = part.Kind == DeltaKind.Delete ? at : at + part.Length;
        }

        deltas.Add(ascending.ToDelta());
        return ComposeAll(deltas);
    }

    /// <summary>The edits, all in offsets of the old text, ascending.</summary>
    public ImmutableArray<TextEdit> ToEdits()
    {
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        int at = 0;
        for (int i = 0; i < Parts.Length; i++)
        {
            DeltaPart part = Parts[i];
            switch (part.Kind)
            {
                case DeltaKind.Insert:
                    // The last insert before a deletion and the deletion are one edit: a replacement.
                    bool replaces = i + 1 < Parts.Length && Parts[i + 1].Kind == DeltaKind.Delete;
                    int deleted = replaces ? Parts[++i].Length : 0;
                    TextContent content = part.Embed is { } embed
                        ? TextContent.Of(new RawJson(embed.Text))
                        : TextContent.Of(part.Text!);
                    edits.Add(new TextEdit(at, at + deleted, content, WireValues.ToWireOrNull(part.Attributes)));
                    at += deleted;
                    break;
                case DeltaKind.Delete:
                    edits.Add(new TextEdit(at, at + part.Length));
                    at += part.Length;
                    break;
                default:
                    if (part.Attributes.Count > 0)
                    {
                        edits.Add(new TextEdit(at, at + part.Length, null, WireValues.ToWire(part.Attributes)));
                    }

                    at += part.Length;
                    break;
            }
        }

        return edits.DrainToImmutable();
    }

    /// <summary>The engine's operations that do the same, each in the coordinates after the ones before it.</summary>
    public IEnumerable<Operation> ToOperations(string path)
    {
        int at = 0;
        foreach (DeltaPart part in Parts)
        {
            switch (part.Kind)
            {
                case DeltaKind.Insert when part.Embed is { } embed:
                    yield return new InsertEmbed(path, at, embed, part.Attributes);
                    break;
                case DeltaKind.Insert:
                    yield return new InsertText(path, at, part.Text!, part.Attributes);
                    break;
                case DeltaKind.Delete:
                    yield return new DeleteText(path, at, part.Length);
                    continue;
                default:
                    foreach ((string key, JsonValue value) in part.Attributes)
                    {
                        yield return new FormatText(path, at, part.Length, key, value);
                    }

                    break;
            }

            at += part.Length;
        }
    }

    /// <summary>How many parts operations become that go from left to right: one each, and one for each gap between them.</summary>
    private static int PartsOf(IReadOnlyList<Operation> operations)
    {
        int parts = operations.Count;
        int reached = 0;
        foreach (Operation operation in operations)
        {
            (int at, DeltaPart part) = Placed(operation);
            parts += at == reached ? 0 : 1;
            reached = part.Kind == DeltaKind.Delete ? at : at + part.Length;
        }

        return parts;
    }

    /// <summary>What operations do, and where. A format of all that the one before formatted or inserted is one with it.</summary>
    private static IEnumerable<(int At, DeltaPart Part)> Placed(IEnumerable<Operation> operations)
    {
        (int At, DeltaPart Part)? held = null;
        foreach (Operation operation in operations)
        {
            (int at, DeltaPart part) = Placed(operation);
            if (held is ({ } start, { Kind: not DeltaKind.Delete } former) && part.Kind == DeltaKind.Keep && start == at && former.Length == part.Length)
            {
                held = (at, Formatted(former, part.Attributes));
                continue;
            }

            if (held is { } done)
            {
                yield return done;
            }

            held = (at, part);
        }

        if (held is { } last)
        {
            yield return last;
        }
    }

    private static (int At, DeltaPart Part) Placed(Operation operation) => operation switch
    {
        InsertText insert => (insert.Position, DeltaPart.Insert(insert.Text, insert.Attributes)),
        InsertEmbed insert => (insert.Position, DeltaPart.Insert(insert.Embed, insert.Attributes)),
        DeleteText delete => (delete.Position, DeltaPart.Delete(delete.Length)),
        FormatText format => (format.Position, DeltaPart.Keep(format.Length, Properties.Of(format.Key, format.Value))),
        _ => throw new ArgumentException("Not a text operation.", nameof(operation)),
    };

    private static void AddEdit(DeltaBuilder builder, TextEdit edit, Properties attributes)
    {
        int length = edit.To - edit.From;
        if (edit.Insert is { } content)
        {
            builder.Add(content.Embed is { } embed
                ? DeltaPart.Insert(WireValues.ToValue(embed), attributes.WithoutNulls())
                : DeltaPart.Insert(content.Text!, attributes.WithoutNulls()));
        }

        builder.Add(edit.Insert is null && attributes.Count > 0
            ? DeltaPart.Keep(length, attributes)
            : DeltaPart.Delete(length));
    }
}
