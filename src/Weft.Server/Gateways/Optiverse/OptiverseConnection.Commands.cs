using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;

namespace Weft.Server.Gateways.Optiverse;

/// <content>From the app: what its user did.</content>
internal sealed partial class OptiverseConnection
{
    private async ValueTask TakeCommandAsync(AppMessage.Command command)
    {
        switch (command.Action)
        {
            case AppActions.Add:
                await TakeItemAsync(command.Item.Id ?? command.Id, command.Item).ConfigureAwait(false);
                break;
            case AppActions.Update or AppActions.Move:
                await TakeItemAsync(command.Id, command.Item).ConfigureAwait(false);
                break;
            case AppActions.Remove:
                await TakeRemovalAsync(command.Id).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>
    /// The app says what an item is. One that nobody knows was pasted or loaded, which the app does not tell, and is new. One that somebody else
    /// removed stays away: the app had not heard of it yet.
    /// </summary>
    private async ValueTask TakeItemAsync(string id, AppItem said)
    {
        if (Find(id) is { } present)
        {
            if (Difference(present, said, CrossingOf(id)) is { Count: > 0 } changes)
            {
                await EditAsync([new UpdateOperation(PathOf(id).ToString(), changes)]).ConfigureAwait(false);
            }
        }
        else if (_removed.TryGetValue(id, out var isOwn) && !isOwn)
        {
            await RemoveFromAppAsync(id, Server).ConfigureAwait(false);
        }
        else if (said.Kind is { } kind)
        {
            await EditAsync(isOwn ? Restoration(id, said.Properties) : [Addition(id, kind, said.Properties)]).ConfigureAwait(false);
        }

        _colours.Note(id, said.Properties);
        if (Find(id) is { } now)
        {
            Note(now);

            // What it may not have heard of yet it will show over its own; and of a source whose colour it said again, the rays have got that colour.
            if (CrossingOf(id) is not null || SourceColours.Differs(now, said.Properties))
            {
                ExpectEcho(id);
            }
        }
    }

    private async ValueTask TakeRemovalAsync(string id)
    {
        Forget(id);
        if (Find(id) is not null)
        {
            _removed[id] = true;
            await EditAsync([new DeleteOperation(PathOf(id).ToString())]).ConfigureAwait(false);
        }
    }

    /// <summary>The app has an item, by its own word.</summary>
    private void Note(Item item)
    {
        _removed.Remove(item.Id);
        _canvas = _canvas.SetItem(item.Id, item);
        _proven.Add(item.Id);
        if (AppWriter.IsLocked(item))
        {
            _locked.Add(item.Id);
        }
        else if (CrossingOf(item.Id) is null)
        {
            // One that it may have heard to be locked since it said this is taken for locked.
            _locked.Remove(item.Id);
        }
    }

    private static AddOperation Addition(string id, string kind, Properties properties) => new(PathOf(id).ToString(), kind, ToWire(properties));

    private static ImmutableArray<WireOperation> Restoration(string id, Properties properties)
    {
        var path = PathOf(id).ToString();
        return properties.Count == 0 ? [new RestoreOperation(path)] : [new RestoreOperation(path), new UpdateOperation(path, ToWire(properties))];
    }

    /// <summary>What the app's user changed of an item.</summary>
    /// <param name="present">The item as the app was told.</param>
    /// <param name="said">The item as the app says.</param>
    /// <param name="crossing">What the app may not have heard of when it said so.</param>
    private Dictionary<string, RawJson> Difference(Item present, AppItem said, ItemCrossing? crossing)
    {
        var changes = new Dictionary<string, RawJson>(StringComparer.Ordinal);
        foreach (var (name, value) in said.Properties)
        {
            var former = present.Properties.TryGetValue(name, out var known) ? known : JsonValue.Null;
            if (IsChange(name, former, value))
            {
                changes.Add(name, new RawJson(value.Text));
            }
        }

        foreach (var name in said.Empty)
        {
            if (present.Properties.TryGetValue(name, out var value) && IsChange(name, value, JsonValue.Null))
            {
                changes[name] = RawJson.Null;
            }
        }

        return changes;

        bool IsChange(string name, JsonValue before, JsonValue now) =>
            !FieldComparison.AreSame(present.Kind, name, before, now) && crossing?.IsFormer(present.Kind, name, now) != true
            && !_colours.IsOld(present.Id, name, now);
    }

    private static Dictionary<string, RawJson> ToWire(Properties properties) =>
        properties.ToDictionary(property => property.Key, property => new RawJson(property.Value.Text), StringComparer.Ordinal);
}
