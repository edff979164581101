using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>One gesture, from its first change on.</summary>
internal sealed class GestureBuilder
{
    /// <summary>Changes of one client to the same thing that come within so many milliseconds are one gesture: the pauses of somebody who types.</summary>
    private const long Pause = 4_000;

    /// <summary>A gesture is no longer than this, in milliseconds, so that it can be taken back in parts.</summary>
    private const long Longest = 60_000;

    /// <summary>Items that are told of one gesture, and properties of one item.</summary>
    private const int MaxTold = 20;

    /// <summary>UTF-16 units of a label.</summary>
    private const int MaxLabel = 80;

    /// <summary>UTF-16 units of JSON that are read for a label: what is longer is no name, and reading it for every gesture would cost.</summary>
    private const int LongestRead = 4_096;

    private readonly RemoteChangeMessage _first;
    private readonly long _begun;
    private readonly Dictionary<string, TextDeed> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemWork> _items = new(StringComparer.Ordinal);
    private RemoteChangeMessage _last;
    private long _ended;

    internal GestureBuilder(RecentChange change, IReadOnlyList<KeyValuePair<string, TextDelta>> texts)
    {
        _first = _last = change.Message;
        _begun = change.Taken;
        Add(change, texts);
    }

    /// <summary>The newest revision that it made.</summary>
    internal long Revision => _last.Revision;

    /// <summary>Whether a change of the same client goes on with it.</summary>
    internal bool Takes(RecentChange change)
    {
        RemoteChangeMessage message = change.Message;
        return message.Reverts is null && _first.Reverts is null
            && message.Undo == _first.Undo
            && change.Taken - _ended <= Pause
            && change.Taken - _begun <= Longest
            && message.Ops.All(GoesOn);
    }

    /// <summary>Takes a change in; <paramref name="texts"/> is what it did to texts.</summary>
    internal void Add(RecentChange change, IReadOnlyList<KeyValuePair<string, TextDelta>> texts)
    {
        _last = change.Message;
        _ended = change.Taken;
        foreach ((string path, TextDelta delta) in texts)
        {
            _texts[path] = Count(_texts.GetValueOrDefault(path), path, delta);
        }

        foreach (WireOperation operation in change.Message.Ops.Where(operation => operation is not TextOperation))
        {
            _items[operation.Path] = ItemWork.Of(operation).After(_items.GetValueOrDefault(operation.Path));
        }
    }

    /// <summary>Brings the places in texts along with a later change.</summary>
    internal void Move(IReadOnlyList<KeyValuePair<string, TextDelta>> texts)
    {
        foreach ((string path, TextDelta delta) in texts)
        {
            if (_texts.TryGetValue(path, out TextDeed? deed))
            {
                int from = delta.MapPosition(deed.From, isAfter: true);
                _texts[path] = deed with { From = from, To = Math.Max(from, delta.MapPosition(deed.To, isAfter: false)) };
            }
        }
    }

    internal Gesture Build(Document document, Func<string, string> nameOf) => new(
        _first.Client,
        _first.Id,
        _last.Id,
        nameOf(_first.Client),
        _last.Revision,
        _ended,
        [.. _texts.Values],
        [.. _items.Take(MaxTold).Select(item => ToDeed(item.Key, item.Value, document))],
        _items.Count,
        _first.Undo,
        _first.Reverts);

    private bool GoesOn(WireOperation operation) => operation switch
    {
        TextOperation => _texts.ContainsKey(operation.Path),
        UpdateOperation update => _items.TryGetValue(update.Path, out ItemWork? work) && work.Concerns(update),
        _ => false,
    };

    private static TextDeed Count(TextDeed? former, string path, TextDelta delta)
    {
        (int inserted, int deleted, int formatted) = (0, 0, 0);
        (int at, int from, int to) = (0, int.MaxValue, 0);
        foreach (DeltaPart part in delta.Parts)
        {
            int end = part.Kind == DeltaKind.Delete ? at : at + part.Length;
            if (!part.IsPlainKeep)
            {
                (from, to) = (Math.Min(from, at), Math.Max(to, end));
            }

            inserted += part.Kind == DeltaKind.Insert ? part.Length : 0;
            deleted += part.Kind == DeltaKind.Delete ? part.Length : 0;
            formatted += part.Kind == DeltaKind.Keep && !part.IsPlainKeep ? part.Length : 0;
            at = end;
        }

        from = Math.Min(from, to);
        return former is null
            ? new TextDeed(path, inserted, deleted, formatted, from, to)
            : new TextDeed(
                path,
                former.Inserted + inserted,
                former.Deleted + deleted,
                former.Formatted + formatted,
                Math.Min(former.From, from),
                Math.Max(former.To, to));
    }

    private static ItemDeed ToDeed(string path, ItemWork work, Document document)
    {
        Item? item = path.Split('/') is [var collection, var id] ? document.FindKnown(new ItemPath(collection, id)) : null;
        return new ItemDeed(path, work.Op, item?.Kind ?? string.Empty, item is null ? null : LabelOf(item.Properties), work.Told(MaxTold));
    }

    private static string? LabelOf(Properties properties)
    {
        string? label = StringOf(properties, "name") ?? StringOf(properties, "text");
        if (label is null || label.Length <= MaxLabel)
        {
            return label;
        }

        return label[..(char.IsHighSurrogate(label[MaxLabel - 1]) ? MaxLabel - 1 : MaxLabel)];
    }

    private static string? StringOf(Properties properties, string name)
    {
        if (!properties.TryGetValue(name, out JsonValue value) || !value.Text.StartsWith('"') || value.Text.Length > LongestRead)
        {
            return null;
        }

        using var json = JsonDocument.Parse(value.Text);
        string text = json.RootElement.GetString()!.Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>What becomes of one item: the operation that sums it up, and what was written.</summary>
    private sealed record ItemWork(string Op, ImmutableSortedSet<string> Properties)
    {
        internal static ItemWork Of(WireOperation operation) => operation switch
        {
            AddOperation => new ItemWork("add", []),
            UpdateOperation update => new ItemWork("update", update.Properties.Keys.ToImmutableSortedSet(StringComparer.Ordinal)),
            DeleteOperation => new ItemWork("delete", []),
            RestoreOperation => new ItemWork("restore", []),
            _ => throw new InvalidOperationException($"A saved change holds {operation.GetType().Name}."),
        };

        internal ItemWork After(ItemWork? former) => this switch
        {
            { Op: "update" } when former is { Op: "update" } => former with { Properties = former.Properties.Union(Properties) },
            { Op: "update" } when former is not null => former,
            _ => this,
        };

        /// <summary>Whether an update goes on with this: what was just brought is being worked out, or the same is written again.</summary>
        internal bool Concerns(UpdateOperation update) => !IsUpdate || update.Properties.Keys.Any(Properties.Contains);

        internal ImmutableArray<string>? Told(int most) => IsUpdate ? [.. Properties.Take(most)] : null;

        private bool IsUpdate => Op is "update";
    }
}
