using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Gateways.Optiverse;

/// <content>Towards the app: what others change, as commands after which its canvas is right.</content>
internal sealed partial class OptiverseConnection
{
    /// <summary>
    /// For how long after the app was told of an item a command about it may have been sent before the app had heard: longer than any line that
    /// one can work over.
    /// </summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(5);

    /// <summary>How long an item must rest until the app is told what became of it: a hand that drags is not pulled at.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private const int ManyCrossings = 1_024;

    private readonly Dictionary<string, ItemCrossing> _crossings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _echoes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private readonly SourceColours _colours = new();

    /// <summary>Items that went away while the app was here; true for those that it removed itself, which alone may bring them back.</summary>
    private readonly Dictionary<string, bool> _removed = new(StringComparer.Ordinal);

    /// <summary>The items on the app's canvas, as it was told of them or told of them itself last.</summary>
    private ImmutableDictionary<string, Item> _canvas = ImmutableDictionary.Create<string, Item>(StringComparer.Ordinal);

    private async ValueTask ShowAsync(WireOperation operation, string author)
    {
        if (operation.Path.Split('/') is not [BenchKind.Items, var id])
        {
            return;
        }

        var item = Find(id);
        if (item is null)
        {
            _removed.TryAdd(id, false);
            await RemoveFromAppAsync(id, author).ConfigureAwait(false);
        }
        else if (IsForApp(item.Kind))
        {
            _removed.Remove(id);
            await PutOnAppAsync(item, author, PlacingOf(operation), isNew: operation is AddOperation).ConfigureAwait(false);
        }
    }

    private static Placing PlacingOf(WireOperation operation) => operation is not UpdateOperation { Properties.Keys: var written } ? Placing.None
        : written.All(name => name is "x_mm" or "y_mm") ? Placing.Moved
        : written.All(name => name is "x_mm" or "y_mm" or "angle_deg") ? Placing.Turned
        : Placing.None;

    private async ValueTask RemoveFromAppAsync(string id, string author)
    {
        await SendAsync(_writer.Remove(id, _canvas.GetValueOrDefault(id)?.Kind ?? BenchKind.Component, author)).ConfigureAwait(false);
        Forget(id);
    }

    private void Forget(string id)
    {
        _canvas = _canvas.Remove(id);
        _proven.Remove(id);
        _locked.Remove(id);
    }

    /// <summary>
    /// Brings an item on the app's canvas to what it is. An addition leaves nothing but class and id, a move mirrors the angle that it names: the
    /// update after them is what counts. One that is added twice would leave an orphan; before the app has the scene, it is not known what it has.
    /// </summary>
    private async ValueTask PutOnAppAsync(Item item, string author, Placing placing, bool isNew)
    {
        var known = _canvas.GetValueOrDefault(item.Id);
        Cross(item, known);
        var isFirst = known is null && (isNew || _isSettled);
        var takesPlaces = !_locked.Contains(item.Id);
        var isPlaceAlone = known is not null && placing == Placing.Moved && takesPlaces;
        if (isFirst)
        {
            _colours.Make(item);
            await SendAsync(_writer.Command(AppActions.Add, item, author)).ConfigureAwait(false);
        }
        else if (isPlaceAlone)
        {
            await SendAsync(_writer.Place(item, author)).ConfigureAwait(false);
        }
        else if (placing != Placing.None && takesPlaces)
        {
            await SendAsync(_writer.Command(AppActions.Move, item, author)).ConfigureAwait(false);
        }

        if (isFirst || known is not null)
        {
            _canvas = _canvas.SetItem(item.Id, item);
        }

        if (!isPlaceAlone)
        {
            await UpdateAppAsync(item, author).ConfigureAwait(false);
        }
    }

    // The app places an item before it takes the lock off, and places no locked one: so it is told to unlock first, and then once more.
    private async ValueTask UpdateAppAsync(Item item, string author)
    {
        var isLocked = AppWriter.IsLocked(item);
        if (_locked.Remove(item.Id))
        {
            await SendAsync(_writer.Command(AppActions.Update, item, author, isLocked: false)).ConfigureAwait(false);
            if (isLocked)
            {
                await SendAsync(_writer.Command(AppActions.Update, item, author, isLocked: false)).ConfigureAwait(false);
            }
        }

        await SendAsync(_writer.Command(AppActions.Update, item, author)).ConfigureAwait(false);
        if (isLocked)
        {
            _locked.Add(item.Id);
        }
    }

    /// <summary>Sends the whole scene, and each item again: from the scene alone the app takes neither places nor interfaces.</summary>
    private async ValueTask SendSceneAsync()
    {
        var items = await SceneAsync().ConfigureAwait(false);
        _canvas = items.ToImmutableDictionary(item => item.Id, StringComparer.Ordinal);
        _locked.Clear();
        _proven.Clear();
        await SendAsync(_writer.State(items, Session.Revision)).ConfigureAwait(false);
        foreach (var item in items)
        {
            _colours.Make(item);
            await UpdateAppAsync(item, Server).ConfigureAwait(false);
        }
    }

    /// <summary>What the app can show, from the bottom to the top.</summary>
    private async Task<IReadOnlyList<Item>> SceneAsync()
    {
        var order = await ReadAsync(room => room.Document.ItemsAsAdded(BenchKind.Items).Select(item => item.Id).ToList()).ConfigureAwait(false);
        var places = order.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return
        [
            .. Session.Items(BenchKind.Items).Where(item => IsForApp(item.Kind))
                .OrderBy(AppWriter.ZValue).ThenBy(item => places.GetValueOrDefault(item.Id, int.MaxValue)),
        ];
    }

    private void Cross(Item item, Item? known)
    {
        var now = Services.Time.GetUtcNow();
        if (_crossings.Count >= ManyCrossings)
        {
            foreach (var past in _crossings.Where(entry => entry.Value.Until < now).Select(entry => entry.Key).ToArray())
            {
                _crossings.Remove(past);
            }
        }

        if (!_crossings.TryGetValue(item.Id, out var crossing) || crossing.Until < now)
        {
            _crossings[item.Id] = crossing = new ItemCrossing();
        }

        crossing.Until = now + Crossing;
        crossing.Note(item, known ?? item);
    }

    /// <summary>What the app may not have heard of when it sent something about an item; null when it has heard all.</summary>
    private ItemCrossing? CrossingOf(string id) =>
        _crossings.TryGetValue(id, out var crossing) && Services.Time.GetUtcNow() < crossing.Until ? crossing : null;

    /// <summary>The app is told what became of an item that it changed, once the item rests.</summary>
    private void ExpectEcho(string id)
    {
        _echoes[id] = Services.Time.GetUtcNow() + Rest;
        WakeIn(Rest);
    }

    private async ValueTask EchoAsync()
    {
        var now = Services.Time.GetUtcNow();
        foreach (var id in _echoes.Where(echo => echo.Value <= now).Select(echo => echo.Key).ToArray())
        {
            _echoes.Remove(id);
            if (Find(id) is { } item && IsForApp(item.Kind))
            {
                await PutOnAppAsync(item, Server, Placing.None, isNew: false).ConfigureAwait(false);
            }
            else
            {
                await RemoveFromAppAsync(id, Server).ConfigureAwait(false);
            }
        }

        if (_echoes.Count > 0)
        {
            WakeIn(_echoes.Values.Min() - now);
        }
    }

    /// <summary>What a change of nothing but an item's place and angle is to the app.</summary>
    private enum Placing
    {
        None,
        Moved,
        Turned,
    }
}
