using System.Buffers;

namespace Weft.Engine;

/// <content>Many changes at once, as columns.</content>
public sealed partial class Document
{
    // Below so many events, one by one is as fast, and nothing needs to be kept for the case that one is refused.
#if DEBUG
    private const int ManyEvents = 3;
#else
    private const int ManyEvents = 512;
#endif

    /// <summary>
    /// The changes that a replica with a version lacks, in one piece for <see cref="MergeAll(ReadOnlySpan{byte})"/>. Of
    /// the version's heads, those that this document does not know are passed over. Costs as much as the runs of these
    /// changes.
    /// </summary>
    /// <returns>An array of the caller's own; see docs/file-format.md, "a batch".</returns>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public byte[] EncodeSince(Version known) => BatchFormat.Encode(ToBatch(Missing(known)));

    /// <summary>Merges the changes of a batch; see <see cref="MergeAll(ReadOnlySpan{byte}, out string?)"/>.</summary>
    public MergeStatus MergeAll(ReadOnlySpan<byte> batch) => MergeAll(batch, out _);

    /// <summary>
    /// Merges the changes of <see cref="EncodeSince"/>, from whomever, whole runs at a time and in the order
    /// that costs least: O(n log n) in their runs and in those that are concurrent with them. What is known by its agent
    /// and number is passed over: unlike <see cref="Merge(Change)"/>, this does not always look whether it is the same.
    /// </summary>
    /// <param name="batch">The bytes; not kept.</param>
    /// <param name="reason">Of a refusal: why, in one sentence for a person.</param>
    /// <returns>
    /// Applied when any change was new. Refused when the bytes are no batch, or at the first change that can stand in no
    /// document: those before it stay. Waiting when some wait for their past.
    /// </returns>
    public MergeStatus MergeAll(ReadOnlySpan<byte> batch, out string? reason)
    {
        if (!BatchFormat.TryDecode(batch, out var columns, out reason))
        {
            return MergeStatus.Refused;
        }

        if (!BatchRules.IsWhole(columns, out reason))
        {
            return MergeStatus.Refused;
        }

        return TryMergeRuns(columns) ?? MergeOneByOne(columns, out reason);
    }

    /// <summary>Merges runs; null, with nothing changed, when they had better be looked at one by one.</summary>
    private MergeStatus? TryMergeRuns(HistoryBatch batch)
    {
        var isEmpty = _graph.EventCount == 0;
        if (WaitingCount > 0 || (!isEmpty && (batch.Items.Length > 0 || batch.EventCount < ManyEvents)) || !BatchRules.IsPlain(batch, this))
        {
            return null;
        }

        var first = _graph.EventCount;
        var texts = _texts.Values.ToDictionary(text => text, text => text.Text.Clone());
        _graph.SetMark();
        var reader = new BatchMerger(batch, _graph);
        if (reader.Append(int.MaxValue) is null)
        {
            Log(batch, reader, isEmpty);
            if (ApplyItems(first) && ApplyTexts(first))
            {
                _graph.DropMark();
                return reader.NewCount > 0 ? MergeStatus.Applied : MergeStatus.AlreadyKnown;
            }
        }

        _graph.ReturnToMark();
        _owners.TruncateTo(first);
        foreach (var (path, text) in _texts.ToArray())
        {
            if (texts.TryGetValue(text, out var before))
            {
                text.Restore(before, first);
            }
            else
            {
                _texts.Remove(path);
            }
        }

        _items = isEmpty ? new ItemStore() : _items;
        _lastText = null;
        return null;
    }

    private void Log(HistoryBatch batch, BatchMerger reader, bool isEmpty)
    {
        if (isEmpty && reader.IsIdentity)
        {
            // The batch's own columns are what would be made of them.
            foreach (var (path, log) in batch.Texts)
            {
                _texts.Add(path, new TextContainer(_graph, path, new RichText(), log));
            }

            reader.Log(_owners, FindOrAddText, _ => null);
            return;
        }

        reader.Log(_owners, FindOrAddText, path => FindOrAddText(path).Log);
    }

    private bool ApplyTexts(int first)
    {
        var plan = new WalkPlan();
        foreach (var text in _texts.Values)
        {
            if (!text.ApplyFrom(first, plan))
            {
                return false;
            }
        }

        return true;
    }

    private bool ApplyItems(int first)
    {
        var items = _owners.Items;
        for (var i = _owners.IndexOfItem(first); i < items.Length; i++)
        {
            var (at, operation) = items[i];
            var start = _graph.FirstEventOf(_graph.ChangeOf(at));
            _parents.Set(_graph.ParentsOf(start));
            if (!IsItemAllowed(operation, start))
            {
                return false;
            }

            _items.Apply(operation, at, start, _graph, null);
        }

        return true;
    }

    private bool IsItemAllowed(Operation operation, int start)
    {
        if (operation is ClearItems)
        {
            return true;
        }

        var (path, isAdd) = operation switch
        {
            AddItem add => (add.Path, true),
            SetProperties set => (set.Path, false),
            DeleteItem delete => (delete.Path, false),
            RestoreItem restore => (restore.Path, false),
            _ => (default, false),
        };
        var isSeen = _items.TryFind(path, out var item) && ItemStore.IsSeen(item, _parents.Span, start, _graph);
        return isSeen != isAdd;
    }

    private MergeStatus MergeOneByOne(HistoryBatch batch, out string? reason)
    {
        reason = null;
        var result = MergeStatus.AlreadyKnown;
        var drafts = new BatchDrafts(batch);
        while (drafts.TryRead(_draft))
        {
            var status = Merge(_draft, null);
            if (status is MergeStatus.Refused or MergeStatus.NeedsHistory)
            {
                reason = status == MergeStatus.Refused ? _refusal!.Message : null;
                return status;
            }

            result = status == MergeStatus.Waiting || (status == MergeStatus.Applied && result == MergeStatus.AlreadyKnown) ? status : result;
        }

        return WaitingCount == 0 && result == MergeStatus.Waiting ? MergeStatus.Applied : result;
    }

    /// <summary>All that is held.</summary>
    private RangeList Held()
    {
        var all = new RangeList();
        if (_graph.EventCount > _graph.BaseEvents)
        {
            all.AddBefore(_graph.BaseEvents, _graph.EventCount);
        }

        return all;
    }

    private HistoryBatch ToBatch(RangeList ranges) => new BatchExtractor(_graph, _owners, ranges).Write(_texts);
}
