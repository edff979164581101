using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// A change of one text: what is kept, inserted and deleted, from left to right. What lies behind the last part is kept. The form is
/// canonical, so two deltas are equal when they do the same to every text. The laws, with A and B deltas over one text:
/// <list type="bullet">
/// <item>applying <c>A.Compose(C)</c> is applying A, then C;</item>
/// <item><c>A.Compose(B.Transform(A, …))</c> equals <c>B.Compose(A.Transform(B, …))</c> when the two are given opposite priorities;</item>
/// <item>applying <c>A.Invert(text)</c> after A gives the text back.</item>
/// </list>
/// They are those of M. Haverbeke's change sets for CodeMirror, over the parts of J. Chen's Delta for Quill. Immutable.
/// </summary>
public sealed partial class TextDelta : IEquatable<TextDelta>
{
    internal TextDelta(ImmutableArray<DeltaPart> parts) => Parts = parts;

    /// <summary>No change.</summary>
    public static TextDelta Empty { get; } = new([]);

    /// <summary>The parts, canonical.</summary>
    public ImmutableArray<DeltaPart> Parts { get; }

    /// <summary>Whether nothing is changed.</summary>
    public bool IsEmpty => Parts.IsEmpty;

    /// <summary>How many units of the old text the parts go over: it must be at least that long.</summary>
    public int OldLength => Parts.Where(part => part.Kind != DeltaKind.Insert).Sum(part => part.Length);

    /// <summary>How much longer the text becomes; negative when it becomes shorter.</summary>
    public int LengthChange => Parts.Sum(part => part.Kind switch
    {
        DeltaKind.Insert => part.Length,
        DeltaKind.Delete => -part.Length,
        _ => 0,
    });

    /// <summary>The parts in canonical form.</summary>
    public static TextDelta Of(params IEnumerable<DeltaPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var builder = new DeltaBuilder();
        foreach (DeltaPart part in parts)
        {
            builder.Add(part);
        }

        return builder.ToDelta();
    }

    /// <summary>The composition of many deltas, each over the text that the ones before it made.</summary>
    public static TextDelta ComposeAll(IReadOnlyList<TextDelta> deltas)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        return ComposeRange(deltas, 0, deltas.Count);
    }

    /// <summary>Changes a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text is shorter than <see cref="OldLength"/>.</exception>
    public void Apply(RichText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        foreach (DeltaPart part in Parts)
        {
            switch (part.Kind)
            {
                case DeltaKind.Keep:
                    foreach ((string key, JsonValue value) in part.Attributes)
                    {
                        text.Format(at, part.Length, key, value);
                    }

                    break;
                case DeltaKind.Delete:
                    text.Delete(at, part.Length);
                    continue;
                default:
                    if (part.Embed is { } embed)
                    {
                        text.InsertEmbed(at, embed, part.Attributes);
                    }
                    else
                    {
                        text.Insert(at, part.Text!, part.Attributes);
                    }

                    break;
            }

            at += part.Length;
        }
    }

    /// <summary>This delta, then another over the text that it makes, as one.</summary>
    public TextDelta Compose(TextDelta next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (IsEmpty || next.IsEmpty)
        {
            return IsEmpty ? next : this;
        }

        var result = new DeltaBuilder(Parts.Length + next.Parts.Length);
        var first = new DeltaReader(Parts);
        var second = new DeltaReader(next.Parts);
        while (!first.AtEnd || !second.AtEnd)
        {
            if (second.Kind == DeltaKind.Insert)
            {
                result.Add(second.TakeRest());
            }
            else if (first.Kind == DeltaKind.Delete)
            {
                result.Add(first.TakeRest());
            }
            else
            {
                int length = Math.Min(first.Rest, second.Rest);
                ComposePiece(first.Take(length), second.Take(length), result);
            }
        }

        return result.ToDelta();
    }

    /// <summary>
    /// What this delta becomes over the text that <paramref name="other"/> made, both having been made over the same text.
    /// </summary>
    /// <param name="other">The delta that happened first.</param>
    /// <param name="isBefore">Whether of two inserts at one place this delta's stands first.</param>
    /// <param name="wins">Whether of two values of one attribute this delta's stays.</param>
    public TextDelta Transform(TextDelta other, bool isBefore, bool wins)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }

        var result = new DeltaBuilder();
        var own = new DeltaReader(Parts);
        var over = new DeltaReader(other.Parts);
        while (!own.AtEnd)
        {
            if (own.Kind == DeltaKind.Insert && (isBefore || over.Kind != DeltaKind.Insert))
            {
                result.Add(own.TakeRest());
            }
            else if (over.Kind == DeltaKind.Insert)
            {
                result.Keep(over.TakeRest().Length);
            }
            else
            {
                int length = Math.Min(own.Rest, over.Rest);
                TransformPiece(own.Take(length), over.Take(length), wins, result);
            }
        }

        return result.ToDelta();
    }

    /// <summary>The delta that takes this one back.</summary>
    /// <param name="text">The text before this delta.</param>
    /// <exception cref="InvalidOperationException">The text is shorter than <see cref="OldLength"/>.</exception>
    public TextDelta Invert(IReadOnlyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new DeltaBuilder();
        using var old = new RunReader(text);
        foreach (DeltaPart part in Parts)
        {
            switch (part.Kind)
            {
                case DeltaKind.Insert:
                    result.Add(DeltaPart.Delete(part.Length));
                    break;
                case DeltaKind.Delete:
                    foreach (TextRun run in old.Take(part.Length))
                    {
                        result.Add(DeltaPart.Insert(run));
                    }

                    break;
                case DeltaKind.Keep when part.Attributes.Count == 0:
                    old.Skip(part.Length);
                    result.Keep(part.Length);
                    break;
                default:
                    foreach (TextRun run in old.Take(part.Length))
                    {
                        result.Add(DeltaPart.Keep(run.Length, FormerValues(run.Attributes, part.Attributes)));
                    }

                    break;
            }
        }

        return result.ToDelta();
    }

    /// <summary>Where a position of the old text is in the new one. Inside a deletion it moves to its end, behind what replaced it.</summary>
    /// <param name="position">A position of the old text.</param>
    /// <param name="isAfter">Whether it moves behind what is inserted exactly there.</param>
    public int MapPosition(int position, bool isAfter)
    {
        int old = 0;
        int mapped = position;
        foreach (DeltaPart part in Parts)
        {
            if (old > position || (old == position && (!isAfter || part.Kind != DeltaKind.Insert)))
            {
                break;
            }

            mapped += part.Kind switch
            {
                DeltaKind.Insert => part.Length,
                DeltaKind.Delete => -Math.Min(part.Length, position - old),
                _ => 0,
            };
            old += part.Kind == DeltaKind.Insert ? 0 : part.Length;
        }

        return mapped;
    }

    /// <summary>Where a position of the new text was in the old one. Inside an insert it moves to where that was put in.</summary>
    public int MapPositionBack(int position)
    {
        int shift = 0;
        int made = 0;
        foreach (DeltaPart part in Parts)
        {
            if (made >= position)
            {
                break;
            }

            switch (part.Kind)
            {
                case DeltaKind.Delete:
                    shift += part.Length;
                    break;
                case DeltaKind.Insert:
                    shift -= Math.Min(part.Length, position - made);
                    made += part.Length;
                    break;
                default:
                    made += part.Length;
                    break;
            }
        }

        return position + shift;
    }

    /// <inheritdoc/>
    public bool Equals(TextDelta? other) => other is not null && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextDelta);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Parts.Aggregate(0, (hash, part) => HashCode.Combine(hash, part));

    private static TextDelta ComposeRange(IReadOnlyList<TextDelta> deltas, int from, int count) => count switch
    {
        0 => Empty,
        1 => deltas[from],
        // By halves, so that many small deltas cost n log n.
        _ => ComposeRange(deltas, from, count / 2).Compose(ComposeRange(deltas, from + (count / 2), count - (count / 2))),
    };

    private static void ComposePiece(DeltaPart first, DeltaPart second, DeltaBuilder result)
    {
        if (second.Kind == DeltaKind.Keep)
        {
            result.Add(Formatted(first, second.Attributes));
        }
        else if (first.Kind != DeltaKind.Insert)
        {
            result.Add(second);
        }
    }

    /// <summary>What is kept or inserted, with a format of all of it.</summary>
    private static DeltaPart Formatted(DeltaPart part, Properties format)
    {
        Properties attributes = Merge(part.Attributes, format);
        return part.With(part.Kind == DeltaKind.Insert ? attributes.WithoutNulls() : attributes);
    }

    private static void TransformPiece(DeltaPart own, DeltaPart over, bool wins, DeltaBuilder result)
    {
        if (over.Kind == DeltaKind.Delete)
        {
            return;
        }

        result.Add(wins || over.IsPlainKeep ? own : own.With(Remove(own.Attributes, over.Attributes)));
    }

    private static Properties Merge(Properties first, Properties second)
    {
        foreach ((string key, JsonValue value) in second)
        {
            first = first.With(key, value);
        }

        return first;
    }

    private static Properties Remove(Properties attributes, Properties settled)
    {
        foreach (string key in settled.Keys)
        {
            attributes = attributes.Without(key);
        }

        return attributes;
    }

    private static Properties FormerValues(Properties former, Properties changed) => Properties.From(
        changed.Keys.Select(key => KeyValuePair.Create(key, former.TryGetValue(key, out JsonValue value) ? value : JsonValue.Null)));
}
