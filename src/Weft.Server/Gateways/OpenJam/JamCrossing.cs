namespace Weft.Server.Gateways.OpenJam;

/// <summary>What a front-end was told of an element lately, and may not have heard yet when it next says something about it.</summary>
internal sealed class JamCrossing
{
    private readonly List<Entry> _entries = [];

    /// <summary>It was told something.</summary>
    /// <param name="now">The time.</param>
    /// <param name="until">When it has heard of it for certain.</param>
    /// <param name="before">The revision before that.</param>
    /// <param name="user">Whose operation it was.</param>
    /// <param name="count">How many that user had made by then.</param>
    public void Note(DateTimeOffset now, DateTimeOffset until, long before, string user, long count)
    {
        _entries.RemoveAll(entry => entry.Until <= now);
        _entries.Add(new Entry(until, before, user, count));
    }

    /// <summary>The newest revision that the front-end has seen for certain; null when that is all that it was told.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasHeard">Whether the front-end says itself that it has heard of a user's so many operations.</param>
    public long? SeenAt(DateTimeOffset now, Func<string, long, bool> hasHeard)
    {
        _entries.RemoveAll(entry => entry.Until <= now);
        return _entries.Find(entry => !hasHeard(entry.User, entry.Count))?.Before;
    }

    /// <summary>Whether all of it was heard.</summary>
    public bool IsOver(DateTimeOffset now) => _entries.TrueForAll(entry => entry.Until <= now);

    private sealed record Entry(DateTimeOffset Until, long Before, string User, long Count);
}
