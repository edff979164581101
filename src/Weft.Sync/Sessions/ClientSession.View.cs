using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <content>Reading edits, and the view as confirmed document with unsaved changes over it.</content>
public sealed partial class ClientSession
{
    private static RichText TextOf(SortedDictionary<string, RichText> texts, string path)
    {
        if (!texts.TryGetValue(path, out RichText? text))
        {
            texts.Add(path, text = new RichText());
        }

        return text;
    }

    private PendingChange ReadEdit(ImmutableArray<WireOperation> ops, long? at, long born)
    {
        var made = new PendingChange(_nextId, born) { At = at };
        foreach (WireOperation operation in ops)
        {
            if (operation is TextOperation text)
            {
                TextDelta delta = TextDelta.FromEdits(text.Changes);
                RequirePossible(text.Path, made.Text(text.Path), delta);
                made.SetText(text.Path, made.Text(text.Path).Compose(delta));
            }
            else if (operation is ClearOperation)
            {
                made.Items.Add(new ItemEdit(operation, _viewItems.PathsIn(operation.Path).Union(
                    made.Items.Where(item => item.Wire is AddOperation).SelectMany(item => item.Touched)
                        .Where(path => path.StartsWith(operation.Path + "/", StringComparison.Ordinal)))));
            }
            else
            {
                _ = operation is AddOperation or DeleteOperation or RestoreOperation ? null : ItemProperties.WrittenBy(operation);
                made.Items.Add(ItemEdit.Of(operation));
            }
        }

        return made.IsEmpty ? throw new ArgumentException("The edit does nothing.", nameof(ops)) : made;
    }

    /// <summary>An edit after another one must lie within the text, and split no surrogate pair.</summary>
    private void RequirePossible(string path, TextDelta before, TextDelta delta)
    {
        IReadOnlyText text = Text(path);
        if (!before.IsEmpty)
        {
            RichText copy = RichText.From(text.Runs());
            before.Apply(copy);
            text = copy;
        }

        int at = 0;
        foreach (DeltaPart part in delta.Parts)
        {
            at += part.Kind == DeltaKind.Insert ? 0 : part.Length;
            if (at > text.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(delta), $"The text '{path}' has {text.Length} units.");
            }

            if (at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]))
            {
                throw new ArgumentException($"Position {at} of '{path}' lies inside a surrogate pair.", nameof(delta));
            }

            if (part.Text is { } inserted && !TextRules.IsWellFormed(inserted))
            {
                throw new ArgumentException("The text holds a lone surrogate.", nameof(delta));
            }
        }
    }

    /// <summary>Puts an edit behind the queue, into its last change when that is one of the same text and not sent.</summary>
    private PendingChange Enqueue(PendingChange made)
    {
        if (_queued is [.., var last]
            && made is { Items.Count: 0, Texts.Count: 1, At: null }
            && last is { Items.Count: 0, Texts.Count: 1, At: null }
            && made.Texts.First() is var (path, delta)
            && last.Texts.TryGetValue(path, out TextDelta? former)
            && InsertedUnits(former) + InsertedUnits(delta) <= MaxComposedUnits
            && former.Compose(delta) is { IsEmpty: false } composed)
        {
            last.SetText(path, composed);
            return last;
        }

        _nextId++;
        _queued.Add(made);
        return made;
    }

    private static int InsertedUnits(TextDelta delta) =>
        delta.Parts.Where(part => part.Kind == DeltaKind.Insert).Sum(part => part.Length);

    private void ApplyToView(string path, TextDelta delta, ImmutableArray<WireOperation>.Builder shown)
    {
        if (!delta.IsEmpty)
        {
            delta.Apply(TextOf(_view, path));
            shown.Add(new TextOperation(path, delta.ToEdits()));
        }
    }

    /// <summary>Brings items of the view up to date, and tells what changed.</summary>
    private void RefreshItems(IEnumerable<string> paths, ImmutableArray<WireOperation>.Builder shown)
    {
        foreach (string path in paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Item? former = _viewItems.Find(path);
            Item? present = Overlay(path);
            if (Equals(former, present))
            {
                continue;
            }

            _viewItems.Set(path, present);
            shown.AddRange(ItemDifference.Between(path, former, present));
        }
    }

    private Item? Overlay(string path)
    {
        Item? item = _confirmedItems.Find(path);
        Item? deleted = _confirmedItems.FindDeleted(path);
        foreach (ItemEdit edit in Pending.SelectMany(change => change.Items))
        {
            Item? next = edit.Apply(path, item, deleted);
            deleted = next is null ? item ?? deleted : deleted;
            item = next;
        }

        return item;
    }

    private RichText BuildView(string path)
    {
        RichText text = _confirmed.TryGetValue(path, out RichText? confirmed) ? confirmed.Clone() : new RichText();
        foreach (PendingChange change in Pending)
        {
            change.Text(path).Apply(text);
        }

        return text;
    }

    private void LoadConfirmed(WireSnapshot snapshot)
    {
        _confirmed.Clear();
        foreach ((string path, ImmutableArray<WireRun> runs) in snapshot.Texts)
        {
            _confirmed.Add(path, SnapshotTexts.FromWire(runs));
        }

        _confirmedItems.Load(snapshot.Items);
    }

    private void RebuildView()
    {
        _view.Clear();
        foreach (string path in _confirmed.Keys.Concat(Pending.SelectMany(change => change.Texts.Keys)).ToHashSet(StringComparer.Ordinal))
        {
            _view.Add(path, BuildView(path));
        }

        _viewItems.Load(_confirmedItems.ToWire());
        RefreshItems(Pending.SelectMany(change => change.Items).SelectMany(item => item.Touched), ImmutableArray.CreateBuilder<WireOperation>());
    }
}
