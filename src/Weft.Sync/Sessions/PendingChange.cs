using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>An unsaved change of a <see cref="ClientSession"/>, rebased on the confirmed document and the unsaved ones before it.</summary>
internal sealed class PendingChange(long id, long born)
{
    internal long Id { get; private set; } = id;

    /// <summary>The revision in which it was made.</summary>
    internal long Born { get; } = born;

    internal Dictionary<string, TextDelta> Texts { get; } = new(StringComparer.Ordinal);

    internal List<ItemEdit> Items { get; } = [];

    internal long? At { get; init; }

    /// <summary>What was sent first, and is sent again until it is answered; null when it was not sent.</summary>
    internal ChangeMessage? FirstSent { get; set; }

    /// <summary>Whether its text coordinates are known only as <see cref="FirstSent"/> has them (JOIN-10).</summary>
    internal bool IsBlind { get; private set; }

    internal bool IsEmpty => Items.Count == 0 && Texts.Values.All(delta => delta.IsEmpty);

    internal TextDelta Text(string path) => Texts.GetValueOrDefault(path, TextDelta.Empty);

    internal void SetText(string path, TextDelta delta)
    {
        if (delta.IsEmpty)
        {
            Texts.Remove(path);
        }
        else
        {
            Texts[path] = delta;
        }
    }

    /// <summary>Forgets the text coordinates: only the server can say what the change means now.</summary>
    internal void Blind()
    {
        IsBlind = true;
        Texts.Clear();
    }

    /// <summary>Makes it a change that was never sent.</summary>
    internal void Renumber(long id)
    {
        Id = id;
        FirstSent = null;
    }

    internal ImmutableArray<WireOperation> ToOps() =>
    [
        .. Items.Select(item => item.Wire),
        .. Texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => new TextOperation(text.Key, text.Value.ToEdits())),
    ];

    internal PendingState ToState() => new(
        Id,
        Born,
        Texts.ToImmutableDictionary(text => text.Key, text => text.Value.ToEdits(), StringComparer.Ordinal),
        [.. Items.Select(item => item.Wire)],
        [.. Items.Where(item => item.Wire is ClearOperation).Select(item => item.Touched.Order(StringComparer.Ordinal).ToImmutableArray())],
        FirstSent,
        IsBlind,
        At);

    internal static PendingChange From(PendingState state)
    {
        var change = new PendingChange(state.Id, state.Born)
        {
            FirstSent = state.FirstSent,
            IsBlind = state.IsBlind,
            At = state.At,
        };
        foreach ((string path, ImmutableArray<TextEdit> edits) in state.Texts)
        {
            change.Texts.Add(path, TextDelta.FromEdits(edits));
        }

        int clears = 0;
        foreach (WireOperation operation in state.Items)
        {
            change.Items.Add(operation is ClearOperation
                ? new ItemEdit(operation, [.. state.Cleared[clears++]])
                : ItemEdit.Of(operation));
        }

        return change;
    }
}
