using Weft.Engine;

namespace Weft.Testing.Oracle;

/// <summary>
/// What documents must hold, computed slowly and plainly: all changes of all replicas together, and the state that
/// follows from any causally closed set of them. Shares nothing with the engine but the records of changes and
/// operations.
/// </summary>
public sealed class OracleDocument
{
    private readonly List<(Change Change, HashSet<int> Past)> _changes = [];
    private readonly Dictionary<string, OracleText> _texts = [];
    private readonly OracleItems _items = new();

    /// <summary>How many changes it has taken.</summary>
    public int Count => _changes.Count;

    /// <summary>
    /// Takes a change whose past it has, or tells why it must be refused; it is not to be used after a refusal.
    /// </summary>
    public RefusalReason? Add(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var past = new HashSet<int>();
        foreach (var parent in change.Parents.Heads)
        {
            var index = IndexOf(parent);
            past.Add(index);
            past.UnionWith(_changes[index].Past);
        }

        var sequence = change.Sequence;
        for (var i = 0; i < change.Operations.Length; i++)
        {
            var at = new OracleEvent(change, _changes.Count, i, past);
            if (Apply(at, change.Operations[i], ref sequence) is { } reason)
            {
                return reason;
            }
        }

        _changes.Add((change, past));
        return null;
    }

    /// <summary>Judges a change without taking it.</summary>
    public RefusalReason? Judge(Change change)
    {
        var copy = new OracleDocument();
        foreach (var (known, _) in _changes)
        {
            copy.Add(known);
        }

        return copy.Add(change);
    }

    /// <summary>The number of the change that an event belongs to.</summary>
    public int IndexOf(EventId id) => _changes.FindIndex(entry =>
        string.Equals(entry.Change.Agent, id.Agent, StringComparison.Ordinal)
        && entry.Change.Sequence <= id.Sequence && id.Sequence < entry.Change.Sequence + entry.Change.Length);

    /// <summary>The numbers of the changes in a version.</summary>
    public IReadOnlySet<int> Past(Engine.Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var past = new HashSet<int>();
        foreach (var head in version.Heads)
        {
            var index = IndexOf(head);
            past.Add(index);
            past.UnionWith(_changes[index].Past);
        }

        return past;
    }

    /// <summary>The numbers of the changes in the past of one.</summary>
    public IReadOnlySet<int> PastOf(int change) => _changes[change].Past;

    /// <summary>
    /// The runs of a text for somebody who has seen these changes, neighbours of equal attributes joined.
    /// </summary>
    public IReadOnlyList<TextRun> Runs(string path, IReadOnlySet<int> seen)
    {
        var runs = new List<TextRun>();
        if (!_texts.TryGetValue(path, out var text))
        {
            return runs;
        }

        bool IsSeen(OracleEvent at) => seen.Contains(at.Index);
        var order = text.Traverse();
        foreach (var node in text.Visible(IsSeen))
        {
            var attributes = text.AttributesOf(node, order, IsSeen);
            if (node.Embed is null && runs.Count > 0 && runs[^1] is { Text: not null } last && last.Attributes.Equals(attributes))
            {
                runs[^1] = last with { Text = last.Text + node.Character };
            }
            else
            {
                runs.Add(new TextRun(node.Embed is null ? node.Character.ToString() : null, node.Embed, attributes));
            }
        }

        return runs;
    }

    /// <summary>The events that inserted the units of a text for somebody who has seen these changes.</summary>
    public IReadOnlyList<EventId> Authors(string path, IReadOnlySet<int> seen) =>
        _texts.TryGetValue(path, out var text)
            ? [.. text.Visible(at => seen.Contains(at.Index)).Select(node => new EventId(node.Insertion.Change.Agent, node.Sequence))]
            : [];

    /// <summary>The clock of the change that an event belongs to.</summary>
    public HybridTimestamp ClockOf(EventId id) => _changes[IndexOf(id)].Change.Clock;

    /// <summary>The items that are present for somebody who has seen these changes.</summary>
    public IReadOnlyDictionary<ItemPath, Item> Items(IReadOnlySet<int> seen) => _items.Present(at => seen.Contains(at.Index));

    /// <summary>Where an anchor is for somebody who has seen these changes.</summary>
    public int Resolve(Anchor anchor, IReadOnlySet<int> seen)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        if (!_texts.TryGetValue(anchor.Path, out var text))
        {
            return 0;
        }

        var past = Past(anchor.Version);
        var view = text.Visible(at => past.Contains(at.Index));
        var now = text.Visible(at => seen.Contains(at.Index));
        var order = text.Traverse();
        if (anchor.Bias == Bias.Left)
        {
            var left = anchor.Position == 0 ? -1 : order.IndexOf(view[anchor.Position - 1]);
            return now.Count(node => order.IndexOf(node) <= left);
        }

        var right = anchor.Position == view.Count ? order.Count : order.IndexOf(view[anchor.Position]);
        return now.Count(node => order.IndexOf(node) < right);
    }

    private RefusalReason? Apply(OracleEvent at, Operation operation, ref long sequence)
    {
        var path = operation switch
        {
            InsertText insert => insert.Path,
            InsertEmbed insert => insert.Path,
            DeleteText delete => delete.Path,
            FormatText format => format.Path,
            _ => null,
        };
        if (path is null)
        {
            sequence++;
            return _items.Apply(at, operation);
        }

        if (!_texts.TryGetValue(path, out var text))
        {
            _texts.Add(path, text = new OracleText());
        }

        return text.Apply(at, operation, ref sequence);
    }
}
