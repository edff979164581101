using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <content>Saving and opening of whole documents, with and without their history.</content>
public sealed partial class Document
{
    private const string NotOurs = "This is not the history of the document.";

    // The file that the document was opened from, as long as its history has not been read.
    private DocumentImage? _opened;

    /// <summary>
    /// Whether the changes themselves are held, and not only what they came to: the texts, the items and the version.
    /// A document that was never opened from a snapshot, and never let its history go, has it.
    /// </summary>
    public bool HasHistory => _graph.BaseEvents == 0;

    /// <summary>
    /// The document with its history and its current state, to be read by <see cref="TryLoad"/>; see docs/file-format.md.
    /// Changes that wait are left out. Costs O(n) in the runs of the history and the text.
    /// </summary>
    /// <exception cref="InvalidOperationException">The history is not at hand (see <see cref="LoadHistory(ReadOnlySpan{byte}, out string?)"/>).</exception>
    public byte[] Save()
    {
        RequireHistory();
        return DocumentFile.Write(ToImage(), ToBatch(Held()));
    }

    /// <summary>
    /// The current state without the history, to be read by <see cref="TryLoad"/>: what opening needs.
    /// </summary>
    public byte[] SaveSnapshot() => DocumentFile.Write(ToImage(), null);

    /// <summary>
    /// Opens a saved document: its texts, its items and its version. The history, if the file has it, is read when a
    /// question, an undo or a change that is concurrent with what was saved needs it, and its bytes are kept until then.
    /// Never throws: what is wrong with the bytes is told in <paramref name="reason"/>. The state is believed; bytes from
    /// somebody who may lie are to be merged into an empty document (<see cref="MergeAll(ReadOnlySpan{byte})"/>, <see cref="ChangesSince"/>).
    /// A document of format 1 is merged anew, change by change.
    /// </summary>
    /// <param name="file">The bytes; not to be changed while the document may need its history.</param>
    /// <param name="document">The document.</param>
    /// <param name="reason">What is wrong with the bytes.</param>
    public static bool TryLoad(
        ReadOnlyMemory<byte> file, [NotNullWhen(true)] out Document? document, [NotNullWhen(false)] out string? reason)
    {
        document = null;
        if (DocumentFormat1.Is(file.Span))
        {
            return DocumentFormat1.TryRead(file.Span, out document, out reason);
        }

        if (!DocumentFile.TryRead(file, out var image, out reason))
        {
            return false;
        }

        var opened = new Document();
        opened.Show(image);
        opened._opened = image.HasHistory ? image : null;
        document = opened;
        return true;
    }

    /// <summary>
    /// Whether a change or a question about a version needs the history and does not find it here or in the file that
    /// the document was opened from.
    /// </summary>
    public bool NeedsHistory(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _opened is null && _graph.Resolve(version, new EventList(), out _) == EventLookup.BelowHorizon;
    }

    /// <summary>
    /// Reads the history from the file that the document was opened from; does nothing when the history is here.
    /// </summary>
    /// <param name="reason">What is wrong with it, or that the file had none; nothing has changed then.</param>
    public bool LoadHistory([NotNullWhen(false)] out string? reason)
    {
        reason = HasHistory ? null : "The history of the document is not at hand.";
        if (HasHistory || _opened is not { } image)
        {
            return HasHistory;
        }

        if (DocumentFile.TryReadHistory(image, out var history, out reason))
        {
            reason = BatchRules.IsWhole(history, out var broken) ? Prepend(history) : broken;
        }

        // What is wrong with it now will be wrong with it next time.
        _opened = null;
        return reason is null;
    }

    /// <summary>
    /// Reads the history from a saved document, this one or a later state of it, or from bytes of <see
    /// cref="EncodeSince"/> since the root. What was merged here since stays. Does nothing when the history is
    /// here. Costs as much as reading the history.
    /// </summary>
    /// <param name="bytes">The bytes; not kept.</param>
    /// <param name="reason">What is wrong with them, or how they do not belong to this document; nothing has changed then.</param>
    public bool LoadHistory(ReadOnlySpan<byte> bytes, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        if (HasHistory)
        {
            return true;
        }

        HistoryBatch? history;
        if (DocumentFile.TryRead(bytes.ToArray(), out var image, out reason))
        {
            if (!image.HasHistory)
            {
                reason = "The file has no history.";
                return false;
            }

            if (!DocumentFile.TryReadHistory(image, out history, out reason))
            {
                return false;
            }
        }
        else if (!BatchFormat.TryDecode(bytes, out history, out reason))
        {
            return false;
        }

        reason = BatchRules.IsWhole(history, out var broken) ? Prepend(history) : broken;
        return reason is null;
    }

    /// <summary>
    /// Lets the history go: only the texts, the items and the version stay, as after opening a snapshot.
    /// Whoever calls it has the changes elsewhere.
    /// </summary>
    /// <exception cref="InvalidOperationException">Changes wait for their past.</exception>
    public void ReleaseHistory()
    {
        if (WaitingCount > 0)
        {
            throw new InvalidOperationException("Changes wait for their past.");
        }

        if (_graph.EventCount == 0)
        {
            return;
        }

        _opened = null;
        var agents = new EventId[_graph.AgentCount];
        for (var i = 0; i < agents.Length; i++)
        {
            agents[i] = new EventId(_graph.AgentName(i), _graph.NextSequence(i));
        }

        Adopt(new EventGraph(
            _graph.EventCount, _graph.ChangeCount, Version.Heads.AsSpan(), agents, _graph.GreatestClock(_graph.Heads)), new EventOwners());
        foreach (var text in _texts.Values)
        {
            text.Adopt(_graph, new TextLog());
        }
    }

    /// <summary>Makes sure that the history is here.</summary>
    private void RequireHistory()
    {
        if (!HasHistory && !TryLoadHistory())
        {
            throw new InvalidOperationException("The history of the document is not loaded.");
        }
    }

    private bool TryLoadHistory() => LoadHistory(out _);

    private void Show(DocumentImage image)
    {
        var agents = new EventId[image.Agents.Length];
        for (var i = 0; i < agents.Length; i++)
        {
            agents[i] = new EventId(image.Agents[i].Name, image.Agents[i].NextSequence);
        }

        if (image.EventCount > 0)
        {
            _graph = new EventGraph(image.EventCount, image.ChangeCount, image.Heads, agents, image.Clock);
        }

        foreach (var text in image.Texts)
        {
            _texts.Add(text.Path, new TextContainer(_graph, text.Path, text.Text, new TextLog()) { HasSurrogates = text.HasSurrogates });
        }

        foreach (var item in image.Items)
        {
            _items.Restore(item);
        }
    }

    private DocumentImage ToImage()
    {
        var image = new DocumentImage
        {
            EventCount = _graph.EventCount,
            ChangeCount = _graph.ChangeCount,
            Heads = [.. Version.Heads],
            Clock = _graph.GreatestClock(_graph.Heads),
            Agents = new (string, long)[_graph.AgentCount],
        };
        for (var i = 0; i < image.Agents.Length; i++)
        {
            image.Agents[i] = (_graph.AgentName(i), _graph.NextSequence(i));
        }

        foreach (var (path, text) in _texts)
        {
            image.Texts.Add(new TextImage(path, text.Text, text.HasSurrogates));
        }

        _items.AddImages(image.Items);
        return image;
    }

    /// <summary>Puts the history in front of what was merged since the horizon; null, or why it does not belong there.</summary>
    private string? Prepend(HistoryBatch history)
    {
        var since = ToBatch(Held());
        var graph = new EventGraph();
        var owners = new EventOwners();
        var before = new BatchMerger(history, graph);
        var reason = before.Append(_graph.BaseEvents);
        if (reason is not null || graph.EventCount != _graph.BaseEvents)
        {
            return reason ?? NotOurs;
        }

        var after = new BatchMerger(since, graph);
        if (after.Append(int.MaxValue) is not null || graph.EventCount != _graph.EventCount
            || graph.ChangeCount != _graph.ChangeCount || graph.ToVersion(graph.Heads) != Version)
        {
            return NotOurs;
        }

        var logs = _texts.Keys.ToDictionary(path => path, _ => new TextLog(), StringComparer.Ordinal);
        foreach (var (path, _) in history.Texts)
        {
            // A file may leave out a text that its history has, and then says that it is empty.
            logs.TryAdd(path, new TextLog());
        }

        before.Log(owners, FindOrAddText, logs.GetValueOrDefault);
        after.Log(owners, FindOrAddText, logs.GetValueOrDefault);
        Adopt(graph, owners);
        foreach (var (path, text) in _texts)
        {
            text.Adopt(graph, logs.GetValueOrDefault(path) ?? new TextLog());
        }

        return null;
    }

    private void Adopt(EventGraph graph, EventOwners owners)
    {
        _graph = graph;
        _owners = owners;
        _lastText = null;
    }
}
