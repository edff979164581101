using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <content>Towards the front-end: what others change, as operations after which its canvas is right.</content>
internal sealed partial class OpenJamConnection
{
    /// <summary>For how long after it was told of an element the front-end may say something about it that it did before it heard.</summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(3);

    /// <summary>How long an element must rest until the front-end is told what became of it: a hand that drags is not pulled at.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a front-end tries to come back after its line broke, and more: 113 s.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    /// <summary>Changes that may have been on their way to a front-end when its line broke.</summary>
    private const int OnTheWay = 100;

    private const int ManyCrossings = 1_024;

    /// <summary>Elements of which it is not known what the front-end shows, and when it has heard all that was on its way.</summary>
    private readonly Dictionary<string, DateTimeOffset> _doubts = new(StringComparer.Ordinal);

    /// <summary>The board that the front-end loads, and when it shows it for certain.</summary>
    private (long Revision, DateTimeOffset Due)? _load;

    private static readonly HashSet<string> Place = new(StringComparer.Ordinal) { "x", "y" };
    private static readonly HashSet<string> PlaceAndSize = new(StringComparer.Ordinal) { "x", "y", "width", "height" };
    private static readonly HashSet<string> Stack = new(StringComparer.Ordinal) { "zIndex" };
    private static readonly HashSet<string> Lock = new(StringComparer.Ordinal) { "locked" };

    private readonly Dictionary<string, JamCrossing> _crossings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _corrections = new(StringComparer.Ordinal);

    /// <summary>Until when an addition that the front-end was told of may have reached it after it deleted the element.</summary>
    private readonly Dictionary<string, DateTimeOffset> _added = new(StringComparer.Ordinal);

    /// <summary>Until when what the front-end says may be of a time before it was cleared.</summary>
    private DateTimeOffset _clearedUntil;

    private JamCanvas Canvas => _known.Canvas;

    private async ValueTask ShowAsync(ImmutableArray<WireOperation> operations, RemoteChangeMessage? change)
    {
        NoteGone(operations);
        var touched = operations.SelectMany(Touched).Distinct(StringComparer.Ordinal).ToList();
        var author = AuthorOf(change);
        if (change is not null && _room.RelayOf(change.Client, change.Id) is { } relay)
        {
            author = author with { Clock = relay.Clock };
            await PassOnAsync(relay, touched, author, change.Before).ConfigureAwait(false);
        }

        foreach (var id in touched)
        {
            // An element that the user has in hand is left alone until the hand rests.
            if (!_corrections.ContainsKey(id))
            {
                await PutOnCanvasAsync(id, author, change?.Before ?? Session.Revision).ConfigureAwait(false);
            }
        }
    }

    private void NoteGone(ImmutableArray<WireOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is DeleteOperation)
            {
                _gone.Add(PathOf(operation.Path));
            }
            else if (operation is AddOperation or RestoreOperation)
            {
                _gone.Remove(PathOf(operation.Path));
            }
        }
    }

    /// <summary>The elements that an operation may have changed: with what holds a label, also that, which stands for itself from then on.</summary>
    private IEnumerable<string> Touched(WireOperation operation)
    {
        var touched = JamReader.Touched(Items, operation);
        return operation is DeleteOperation or RestoreOperation && PathOf(operation.Path) is { Collection: BoardKind.Elements, Id: var holder }
            ? touched.Concat(Items.In(BoardKind.Elements).Where(item => string.Equals(JamLabel.ContainerOf(item), holder, StringComparison.Ordinal)).Select(item => item.Id))
            : touched;
    }

    /// <summary>Passes an operation on as it came, if the front-end comes by it to what is so.</summary>
    private async ValueTask PassOnAsync(JamRelay relay, List<string> touched, JamAuthor author, long before)
    {
        var after = Canvas.After(relay.OpType, relay.Data);
        if (touched.Count == 0 || Text(relay.Data, "elementId") is null || touched.Exists(id => Canvas.Deleted.Contains(id) || _corrections.ContainsKey(id) || !after.Shows(id, JamReader.Element(Items, id))))
        {
            return;
        }

        // A clear empties all that it finds, also what was added beside it.
        if (string.Equals(relay.OpType, "clear", StringComparison.Ordinal) && JamReader.Elements(Items).Count > 0)
        {
            return;
        }

        foreach (var id in touched)
        {
            Note(id, author, before);
        }

        Hear(author);
        await SendAsync(JamFrames.Relay(relay, author.Id)).ConfigureAwait(false);
        Know(after);
    }

    /// <summary>Brings an element on the front-end's canvas to what it is.</summary>
    private async ValueTask PutOnCanvasAsync(string id, JamAuthor author, long before)
    {
        var element = JamReader.Element(Items, id);
        if (Canvas.Shows(id, element))
        {
            return;
        }

        Note(id, author, before);
        Hear(author);
        if (element is null)
        {
            await TakeAwayAsync(id, author).ConfigureAwait(false);
            return;
        }

        NoteAddition(id);
        await SendAsync(FrameFor(id, element, author)).ConfigureAwait(false);
        Know(Canvas.With(id, element.Fields));
    }

    private void NoteAddition(string id)
    {
        var now = Services.Time.GetUtcNow();
        if (_added.Count >= ManyCrossings)
        {
            foreach (var past in _added.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
            {
                _added.Remove(past);
            }
        }

        _added[id] = now + Crossing;
    }

    /// <summary>
    /// Takes an element off the canvas. One that its user deleted and then took back the front-end deletes no second time: it gets everything
    /// else anew.
    /// </summary>
    private async ValueTask TakeAwayAsync(string id, JamAuthor author)
    {
        var mayHaveIt = Canvas.Elements.ContainsKey(id) || (_added.TryGetValue(id, out var until) && Services.Time.GetUtcNow() < until);
        if (!mayHaveIt || !Canvas.Deleted.Contains(id))
        {
            await SendAsync(_frames.Delete(id, author)).ConfigureAwait(false);
            Know(Canvas.Without(id));
            return;
        }

        await SendAsync(_frames.Clear(author)).ConfigureAwait(false);
        _clearedUntil = Services.Time.GetUtcNow() + Crossing;
        foreach (var element in JamReader.Elements(Items))
        {
            Note(element.Id, author, Session.Revision);
            await SendAsync(_frames.Add(element.Id, element, author)).ConfigureAwait(false);
        }

        Know(Canvas with { Elements = JamCanvas.Of(JamReader.Elements(Items)).Elements });
    }

    private ReadOnlyMemory<byte> FrameFor(string id, JamElement element, JamAuthor author)
    {
        // Of an element that it once deleted the front-end takes only additions, and an update cannot take a field away.
        if (Canvas.Deleted.Contains(id) || Canvas.Elements.GetValueOrDefault(id) is not { } shown || shown.Keys.Any(name => !element.Fields.ContainsKey(name)))
        {
            return _frames.Add(id, element, author);
        }

        var changes = Properties.From(element.Fields.Where(field => !shown.TryGetValue(field.Key, out var value) || value != field.Value));
        var names = changes.Keys.Where(name => !string.Equals(name, JamCanvas.UpdatedAt, StringComparison.Ordinal)).ToList();
        return names.TrueForAll(Place.Contains) ? _frames.Change(id, "move", Only(element.Fields, Place), author)
            : names.TrueForAll(PlaceAndSize.Contains) ? _frames.Change(id, "resize", Only(element.Fields, PlaceAndSize), author)
            : names.TrueForAll(Stack.Contains) ? _frames.Change(id, "reorder", Only(element.Fields, Stack), author)
            : names.TrueForAll(Lock.Contains) ? _frames.Change(id, "lock", Only(element.Fields, Lock), author)
            : _frames.Change(id, "update", changes, author);
    }

    private static Properties Only(Properties fields, HashSet<string> names) => Properties.From(fields.Where(field => names.Contains(field.Key)));

    /// <summary>The front-end is told what became of some elements, whatever it shows by then, once they rest.</summary>
    private void Correct(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            _corrections[id] = Services.Time.GetUtcNow() + Rest;
            WakeIn(Rest);
        }
    }

    private void Doubt(string id)
    {
        _doubts[id] = Services.Time.GetUtcNow() + Crossing;
        WakeIn(Crossing);
    }

    /// <summary>Where nothing more is on its way, the front-end is told what is so.</summary>
    private async ValueTask ResolveAsync()
    {
        var now = Services.Time.GetUtcNow();
        var due = _doubts.Where(doubt => doubt.Value <= now).Select(doubt => doubt.Key).ToList();
        due.ForEach(id => _doubts.Remove(id));
        if (_load is { } load && load.Due <= now)
        {
            _load = null;
            var changes = await ReadAsync(room => room.RecentChanges(load.Revision).ToList()).ConfigureAwait(false);
            due.AddRange(changes.SelectMany(change => change.Ops).SelectMany(Touched));
        }

        Correct(due.Distinct(StringComparer.Ordinal));
        if (_doubts.Values.Append(_load?.Due ?? DateTimeOffset.MaxValue).Min() is var next && next < DateTimeOffset.MaxValue)
        {
            WakeIn(next - now);
        }
    }

    private async ValueTask CorrectAsync()
    {
        var now = Services.Time.GetUtcNow();
        foreach (var id in _corrections.Where(due => due.Value <= now).Select(due => due.Key).ToList())
        {
            _corrections.Remove(id);
            var element = JamReader.Element(Items, id);
            Note(id, Nobody(), Session.Revision);
            if (element is null)
            {
                await TakeAwayAsync(id, Nobody()).ConfigureAwait(false);
            }
            else
            {
                NoteAddition(id);
                await SendAsync(_frames.Add(id, element, Nobody())).ConfigureAwait(false);
                Know(Canvas.With(id, element.Fields));
            }
        }

        if (_corrections.Count > 0)
        {
            WakeIn(_corrections.Values.Min() - now);
        }
    }

    /// <summary>From now on, for a while, what the front-end says of the element may be older than what it is told now. One that is new to it, it knows by that alone.</summary>
    private void Note(string id, JamAuthor author, long before)
    {
        var now = Services.Time.GetUtcNow();
        Volatile.Write(ref _known, _known.AfterTelling(id, now, now + Crossing));
        if (!Canvas.Elements.ContainsKey(id) && !Canvas.Deleted.Contains(id))
        {
            return;
        }

        if (_crossings.Count >= ManyCrossings)
        {
            foreach (var past in _crossings.Where(entry => entry.Value.IsOver(now)).Select(entry => entry.Key).ToList())
            {
                _crossings.Remove(past);
            }
        }

        if (!_crossings.TryGetValue(id, out var crossing))
        {
            _crossings[id] = crossing = new JamCrossing();
        }

        crossing.Note(now, now + Crossing, before, author.Id, author.Clock.GetValueOrDefault(author.Id));
    }

    private bool IsUnsure(string id) => _known.IsUnsure(id, Services.Time.GetUtcNow());

    private void Know(JamCanvas canvas) => Volatile.Write(ref _known, _known with { Canvas = canvas });

    /// <summary>What it was told of others' counters goes into the clock of what it does next.</summary>
    private void Hear(JamAuthor author)
    {
        foreach (var (user, count) in author.Clock)
        {
            if (_clock.GetValueOrDefault(user) < count)
            {
                _clock = _clock.SetItem(user, count);
            }
        }
    }

    private JamAuthor Nobody() => new(JamFrames.Server, Services.Time.GetUtcNow().ToUnixTimeMilliseconds(), JamFrames.NoClock);

    /// <summary>Whose a change is. What the same user did elsewhere comes as the server's: of its own user a front-end takes nothing.</summary>
    private JamAuthor AuthorOf(RemoteChangeMessage? change)
    {
        if (change is null)
        {
            return Nobody();
        }

        var id = _room.Find(change.Client)?.Id ?? _people.GetValueOrDefault(change.Client)?.Id ?? JamFrames.Server;
        return new JamAuthor(string.Equals(id, _user.Id, StringComparison.Ordinal) ? JamFrames.Server : id, change.At, JamFrames.NoClock);
    }
}
