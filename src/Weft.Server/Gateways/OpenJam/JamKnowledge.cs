using System.Collections.Immutable;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What is known of a front-end at one moment. Immutable.</summary>
/// <param name="Canvas">What it shows.</param>
/// <param name="Told">Elements that it was told of lately, and until when it may not have heard.</param>
/// <param name="Said">Elements that it added or deleted lately, and when that was heard.</param>
internal sealed record JamKnowledge(JamCanvas Canvas, ImmutableDictionary<string, DateTimeOffset> Told, ImmutableDictionary<string, DateTimeOffset> Said)
{
    /// <summary>Elements that are remembered of each sort, if the time for them is over: far more than anybody has in hand.</summary>
    private const int Many = 1_024;

    private static readonly ImmutableDictionary<string, DateTimeOffset> Nobody = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Nothing is known.</summary>
    public static JamKnowledge None { get; } = new(JamCanvas.Empty, Nobody, Nobody);

    /// <summary>Whether it may not have heard what it was told of an element.</summary>
    public bool IsUnsure(string id, DateTimeOffset now) => Told.TryGetValue(id, out var until) && now < until;

    /// <summary>Whether it has added or deleted an element since some time.</summary>
    public bool HasSaid(string id, DateTimeOffset since) => Said.TryGetValue(id, out var at) && at >= since;

    /// <summary>It is told of an element, and may not have heard until some time.</summary>
    public JamKnowledge AfterTelling(string id, DateTimeOffset now, DateTimeOffset until) => this with { Told = Trimmed(Told, now).SetItem(id, until) };

    /// <summary>It has added or deleted elements.</summary>
    public JamKnowledge AfterHearing(IEnumerable<string> ids, DateTimeOffset now, TimeSpan kept) =>
        this with { Said = Trimmed(Said, now - kept).SetItems(ids.Select(id => KeyValuePair.Create(id, now))) };

    private static ImmutableDictionary<string, DateTimeOffset> Trimmed(ImmutableDictionary<string, DateTimeOffset> times, DateTimeOffset before) =>
        times.Count < Many ? times : times.RemoveRange(times.Where(entry => entry.Value <= before).Select(entry => entry.Key));
}
