using System.Collections.Immutable;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>An unsaved change, to be kept while a program is not running.</summary>
/// <param name="Id">The change.</param>
/// <param name="Born">The revision in which it was made.</param>
/// <param name="Texts">Its edits of texts in the present coordinates, by path.</param>
/// <param name="Items">Its item operations.</param>
/// <param name="Cleared">For each clear among them, the paths it cleared.</param>
/// <param name="FirstSent">What was sent first; null when it was not sent.</param>
/// <param name="IsBlind">Whether its present coordinates are not known (JOIN-10).</param>
/// <param name="At">When it was made, milliseconds since 1970 on the server's clock.</param>
public sealed record PendingState(
    long Id,
    long Born,
    ImmutableDictionary<string, ImmutableArray<TextEdit>> Texts,
    ImmutableArray<WireOperation> Items,
    ImmutableArray<ImmutableArray<string>> Cleared,
    ChangeMessage? FirstSent,
    bool IsBlind,
    long? At)
{
    /// <summary>What it does, as operations of the wire.</summary>
    public ImmutableArray<WireOperation> Ops =>
        FirstSent?.Ops ?? [.. Items, .. Texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => new TextOperation(text.Key, text.Value))];
}
