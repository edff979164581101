using Weft.Engine;
using Weft.Testing.Oracle;

namespace Weft.Testing.Generators;

/// <summary>
/// A long random history of many replicas that type, delete, format and meet each other now and then, for what only shows
/// in documents of tens of thousands of events. Every replica gets what it lacks by another door.
/// </summary>
public sealed class LongHistory
{
    private const string Path = "body";
    private const int Doors = 4;

    private readonly Random _random;
    private readonly Document[] _replicas;
    private readonly int[] _cursors;
    private readonly bool _isRich;

    // A replica with nothing of its own, which hears of everything in another order.
    private Document _reader = new();

    /// <summary>Replicas that have seen nothing.</summary>
    /// <param name="seed">The same seed makes the same history.</param>
    /// <param name="replicas">How many authors there are.</param>
    /// <param name="isRich">Whether there are attributes, embeds, items and surrogates as well.</param>
    public LongHistory(int seed, int replicas, bool isRich)
    {
        _random = new Random(seed);
        _replicas = [.. Enumerable.Range(0, replicas).Select(_ => new Document())];
        _cursors = new int[replicas];
        _isRich = isRich;
    }

    /// <summary>How many events there were.</summary>
    public int Events { get; private set; }

    /// <summary>
    /// Makes this many events, then brings everybody together, and throws when two replicas are not equal.
    /// </summary>
    public void Play(int events)
    {
        for (var target = Events + events; Events < target;)
        {
            var who = _random.Next(_replicas.Length);
            for (var keystrokes = _random.Next(1, 40); keystrokes > 0; keystrokes--)
            {
                Edit(who, _replicas[who]);
            }

            if (_random.Next(6) == 0)
            {
                Give(_replicas[_random.Next(_replicas.Length)], ref _replicas[who]);
            }
        }

        Meet();
    }

    /// <summary>Compares what all agree about with the oracle, which takes as long as the history is squared.</summary>
    public void CompareWithOracle()
    {
        var oracle = new OracleDocument();
        foreach (var change in _replicas[0].ChangesSince(Engine.Version.Root))
        {
            Require(oracle.Add(change) is null, "The oracle takes everything.");
        }

        var expected = oracle.Runs(Path, oracle.Past(_replicas[0].Version));
        Require(_replicas[0].Text(Path).Runs().SequenceEqual(expected), "The text is what the oracle says.");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private void Edit(int who, Document document)
    {
        var text = document.Text(Path);
        var agent = $"author{who}";
        var at = _cursors[who] = Place(text, _random.Next(25) == 0 ? _random.Next(text.Length + 1) : Math.Min(_cursors[who], text.Length));
        var dice = _random.Next(100);
        var before = document.NextSequence(agent);
        if (dice < 12 && at > 0)
        {
            var from = Place(text, Math.Max(0, at - _random.Next(1, dice < 2 ? 30 : 2)));
            document.Delete(agent, Path, from, at - from, Events);
            _cursors[who] = from;
        }
        else if (_isRich && dice > 85)
        {
            EditRichly(document, agent, at, text);
        }
        else
        {
            var typed = dice == 13 ? "a paragraph that was pasted. " : ((char)('a' + (who % 26))).ToString();
            document.Insert(agent, Path, at, typed, Events);
            _cursors[who] = at + typed.Length;
        }

        Events += (int)(document.NextSequence(agent) - before);
    }

    private void EditRichly(Document document, string agent, int at, IReadOnlyText text)
    {
        using var transaction = document.Begin(agent, Events);
        var end = Place(text, Math.Min(text.Length, at + _random.Next(1, 20)));
        switch (_random.Next(5))
        {
            case 0 when end > at:
                transaction.Format(Path, at, end - at, "bold", _random.Next(2) == 0 ? JsonValue.Null : JsonValue.FromNumber(_random.Next(3)));
                break;
            case 1:
                transaction.InsertEmbed(Path, at, JsonValue.FromNumber(Events));
                break;
            case 2:
                var item = new ItemPath("k", _random.Next(50).ToString(System.Globalization.CultureInfo.InvariantCulture));
                var properties = Properties.Of("x", JsonValue.FromNumber(Events));
                transaction.Add(document.HasSeen(document.Version, item) ? new SetProperties(item, properties) : new AddItem(item, "box", properties));
                break;
            case 3:
                transaction.Insert(Path, at, "\U0001F9F5");
                break;
            default:
                transaction.Insert(Path, at, "B", Properties.Of("bold", JsonValue.FromNumber(_random.Next(3))));
                break;
        }

        transaction.Commit();
    }

    private static int Place(IReadOnlyText text, int position) =>
        position > 0 && position < text.Length && char.IsSurrogatePair(text[position - 1], text[position]) ? position - 1 : position;

    /// <summary>Gives one what another has, and now and then opens it anew.</summary>
    private void Give(Document from, ref Document to)
    {
        switch (_random.Next(Doors))
        {
            case 0:
                foreach (var change in from.ChangesSince(to.Version))
                {
                    Require(to.Merge(change.ToBytes()) is MergeStatus.Applied or MergeStatus.AlreadyKnown, "What is missing is merged.");
                }

                break;
            case 1:
                foreach (var change in from.ChangesSince(to.Version))
                {
                    Require(to.Merge(change) is MergeResult.Applied or MergeResult.AlreadyKnown, "What is missing is merged.");
                }

                break;
            default:
                Require(to.MergeAll(from.EncodeSince(to.Version)) is MergeStatus.Applied or MergeStatus.AlreadyKnown, "What is missing is merged.");
                break;
        }

        if (_random.Next(20) == 0)
        {
            Require(Document.TryLoad(to.Save(), out var opened, out _), "What was saved can be opened.");
            to = opened!;
        }
    }

    private void Meet()
    {
        for (var i = 1; i < _replicas.Length; i++)
        {
            Give(_replicas[i], ref _replicas[0]);
        }

        Give(_replicas[0], ref _reader);
        for (var i = 1; i < _replicas.Length; i++)
        {
            Give(_replicas[0], ref _replicas[i]);
            RequireEqual(_replicas[0], _replicas[i]);
        }

        RequireEqual(_replicas[0], _reader);
        var anew = new Document();
        Require(anew.MergeAll(_replicas[^1].EncodeSince(Engine.Version.Root)) == MergeStatus.Applied, "A batch of everything is merged.");
        RequireEqual(_replicas[0], anew);
        anew.CheckInvariants();
    }

    private static void RequireEqual(Document a, Document b)
    {
        Require(a.Version == b.Version && a.ChangeCount == b.ChangeCount, "Everybody has everything.");
        Require(a.Text(Path).Runs().SequenceEqual(b.Text(Path).Runs()), "The texts are equal.");
        Require(a.Items("k").SequenceEqual(b.Items("k")), "The items are equal.");
    }
}
