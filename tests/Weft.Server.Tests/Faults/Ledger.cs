using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>
/// What one author did, what of it was answered saved, and what must therefore be found in the end. A fact is named by a key that no
/// other author uses; the newest one of a key holds. Thread-safe.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _made = [];
    private readonly HashSet<long> _saved = [];
    private readonly Dictionary<string, string> _facts = [];
    private readonly List<string> _complaints = [];

    public int SavedCount
    {
        get
        {
            lock (_lock)
            {
                return _saved.Count;
            }
        }
    }

    /// <summary>Notes a change and what it makes true.</summary>
    public void Made(long id, string key, string value)
    {
        lock (_lock)
        {
            _made.Add(id);
            _facts[key] = value;
        }
    }

    /// <summary>Notes something that must not be.</summary>
    public void Complain(string problem)
    {
        lock (_lock)
        {
            _complaints.Add(problem);
        }
    }

    public bool IsSaved(long id)
    {
        lock (_lock)
        {
            return _saved.Contains(id);
        }
    }

    /// <summary>Listens to the author's client.</summary>
    public void Hear(SessionOutput output)
    {
        lock (_lock)
        {
            switch (output)
            {
                case ChangeSaved saved when !_saved.Add(saved.Id):
                    _complaints.Add($"Change {saved.Id} was told as saved twice.");
                    break;
                case ChangeRejected rejected:
                    _complaints.Add($"Change {rejected.Id} was rejected: {rejected.Error.Code}, {rejected.Error.Message}");
                    break;
                case ChangesSetAside aside:
                    _complaints.Add($"{aside.Changes.Length} changes were set aside.");
                    break;
            }
        }
    }

    /// <summary>What is otherwise than it must be, in sentences.</summary>
    /// <param name="read">Looks up what a key's value is now.</param>
    public IReadOnlyList<string> Problems(Func<string, string> read)
    {
        lock (_lock)
        {
            return
            [
                .. _complaints,
                .. _made.Except(_saved).Select(id => $"Change {id} was never answered."),
                .. _facts.Where(f => read(f.Key) != f.Value).Select(f => $"{f.Key} is {read(f.Key)} and should be {f.Value}."),
            ];
        }
    }
}
