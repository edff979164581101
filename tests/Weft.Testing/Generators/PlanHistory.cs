using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>
/// Replicas on which a plan's edits, deliveries, syncs and reloads are played, and an oracle that follows; for runners
/// that ask about the history rather than about merging.
/// </summary>
public sealed class PlanHistory
{
    private const long Start = 1_000_000;

    private readonly List<Change> _changes = [];

    /// <summary>Documents that have seen nothing.</summary>
    public PlanHistory(int replicas) => Documents = [.. Enumerable.Range(0, replicas).Select(_ => new Document())];

    /// <summary>What every replica has.</summary>
    public Document[] Documents { get; }

    /// <summary>All changes together.</summary>
    public OracleDocument Oracle { get; } = new();

    /// <summary>All changes in the order in which they were made.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The author that a replica is.</summary>
    public static string AgentOf(int replica) => ((char)('a' + replica)).ToString();

    /// <summary>Throws unless something holds.</summary>
    public static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    /// <summary>Plays a step; gives the change that it made, if it made one.</summary>
    public Change? Play(PlanStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var replica = step.Replica % Documents.Length;
        switch (step)
        {
            case EditStep edit:
                return Edit(replica, edit);
            case DeliverStep deliver when _changes.Count > 0:
                Documents[replica].Merge(_changes[deliver.Pick * 7 % _changes.Count]);
                break;
            case SyncStep sync:
                foreach (var change in Documents[sync.From % Documents.Length].ChangesSince(Documents[replica].Version))
                {
                    Documents[replica].Merge(change);
                }

                break;
            case ReloadStep when Documents[replica].WaitingCount == 0:
                Require(Document.TryLoad(Documents[replica].Save(), out var loaded, out var reason), $"A saved document can be loaded: {reason}");
                Documents[replica] = loaded!;
                break;
        }

        return null;
    }

    /// <summary>Tells the oracle of a change that a replica has made by itself.</summary>
    public void Add(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Require(Oracle.Add(change) is null, "The oracle takes what the document took.");
        _changes.Add(change);
    }

    /// <summary>The runs of a text, joined as the engine joins them, for a message.</summary>
    public static string Show(IEnumerable<TextRun> runs) =>
        string.Join('|', runs.Select(run => (run.Text ?? run.Embed!.Value.Text) + (run.Attributes.Count == 0 ? "" : run.Attributes.ToString())));

    private Change? Edit(int replica, EditStep step)
    {
        var document = Documents[replica];
        var scratch = new PlainReplica();
        foreach (var path in document.TextPaths)
        {
            scratch.Text(path).Insert(0, document.Text(path).Substring(0, document.Text(path).Length), Properties.Empty);
        }

        var added = new HashSet<ItemPath>();
        using var transaction = document.Begin(AgentOf(replica), Start + step.Time);
        var count = 0;
        foreach (var edit in step.Edits)
        {
            var operation = EditMaker.Make(
                edit, path => scratch.Text(path).ToString(), path => added.Contains(path) || document.HasSeen(document.Version, path), true);
            if (operation is null)
            {
                continue;
            }

            transaction.Add(operation);
            count++;
            if (operation is AddItem add)
            {
                added.Add(add.Path);
            }
            else if (operation is InsertText or InsertEmbed or DeleteText)
            {
                scratch.Apply(operation);
            }
        }

        if (count == 0)
        {
            return null;
        }

        var change = transaction.Commit();
        Add(change);
        return change;
    }
}
