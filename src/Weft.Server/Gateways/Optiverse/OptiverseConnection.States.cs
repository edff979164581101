using System.Collections.Immutable;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Limiting;

namespace Weft.Server.Gateways.Optiverse;

/// <content>Whole scenes, one way or the other: who has the right one when somebody comes.</content>
internal sealed partial class OptiverseConnection
{
    /// <summary>Operations of one change that a whole scene is cut into: others get them as frames that nobody waits for.</summary>
    private const int BatchSize = 250;

    /// <summary>Joins that the app may still answer. A host that answers none is none.</summary>
    private const int MaxMarks = 256;

    private readonly TokenBucket _requests;
    private readonly Queue<ImmutableArray<WireOperation>> _batches = new();
    private readonly Queue<JoinMark> _marks = new();

    /// <summary>Items that the app itself said it has: only of these does their absence from its scene say that its user removed them.</summary>
    private readonly HashSet<string> _proven = new(StringComparer.Ordinal);

    private Role _role;
    private bool _isSettled;

    private bool MayEdit => Session.Role >= DocumentRole.Editor;

    private enum Role
    {
        /// <summary>It has not answered yet.</summary>
        Unknown,

        /// <summary>Its canvas is part of the session.</summary>
        Host,

        /// <summary>It has emptied its canvas and takes what there is.</summary>
        Client,
    }

    /// <summary>
    /// A client is sent the scene, also an empty one: before it has got one, it keeps what its user adds for itself. A host's canvas is in the
    /// document by now, and what was to be added to it is on its way: a scene would only wipe it.
    /// </summary>
    private async ValueTask AnswerAsync(AppMessage.SyncRequest request)
    {
        if (_role == Role.Host && !request.IsReturning)
        {
            return;
        }

        if (!_requests.TryTake())
        {
            Services.Metrics.Hit(ServerLimits.Joins);
            return;
        }

        _role = Role.Client;
        _isSettled = true;
        _marks.Clear();
        await SendSceneAsync().ConfigureAwait(false);
    }

    /// <summary>The app is told of somebody's coming: a host answers with its scene as it is when it hears of it.</summary>
    private void Mark(string user)
    {
        if (_role != Role.Client)
        {
            _marks.Enqueue(new JoinMark(user, _canvas));
            if (_marks.Count > MaxMarks)
            {
                _marks.Dequeue();
            }
        }
    }

    /// <summary>Takes a scene from a host alone, and from it only the one that was asked for: newer versions send it once more by themselves.</summary>
    private async ValueTask TakeStateAsync(AppMessage.FullState state)
    {
        if (_role == Role.Unknown && string.Equals(state.Target, Server, StringComparison.Ordinal))
        {
            _role = Role.Host;
            await TakeFirstSceneAsync(Usable(state)).ConfigureAwait(false);
        }
        else if (_role == Role.Host && MayEdit && _marks.Any(mark => string.Equals(mark.User, state.Target, StringComparison.Ordinal)))
        {
            JoinMark mark;
            do
            {
                mark = _marks.Dequeue();
            }
            while (!string.Equals(mark.User, state.Target, StringComparison.Ordinal));
            TakeLaterScene(Usable(state), mark.Canvas);
        }
    }

    private static Dictionary<string, AppItem> Usable(AppMessage.FullState state) => state.Items
        .Where(item => item is { Id.Length: > 0, Kind: not null } && IsForApp(item.Kind))
        .DistinctBy(item => item.Id, StringComparer.Ordinal)
        .ToDictionary(item => item.Id!, StringComparer.Ordinal);

    /// <summary>
    /// Host and document become one: each gets what it lacks. Where they differ, the host is right as long as it is alone, for it has come back or
    /// opened its file; else those who went on working are. The canvas of somebody who may not change the document becomes what the document is.
    /// </summary>
    private async ValueTask TakeFirstSceneAsync(Dictionary<string, AppItem> scene)
    {
        var isRight = MayEdit && Session.Users.Values.All(user => string.Equals(user.Name, _user, StringComparison.Ordinal));
        var gone = await RemovedAmongAsync(scene.Keys).ConfigureAwait(false);
        var operations = new List<WireOperation>();
        _canvas = _canvas.SetItems(scene.Where(item => !_removed.ContainsKey(item.Key)).Select(item => KeyValuePair.Create(item.Key, new Item(item.Key, item.Value.Kind!, item.Value.Properties))));
        _proven.UnionWith(scene.Keys);
        _isSettled = true;
        foreach (var (id, said) in scene)
        {
            if (said.Properties.TryGetValue("locked", out var locked) && locked == JsonValue.True)
            {
                _locked.Add(id);
            }

            await MergeAsync(id, said, isRight, gone.Contains(id), operations).ConfigureAwait(false);
            _colours.Note(id, said.Properties);
        }

        foreach (var item in await SceneAsync().ConfigureAwait(false))
        {
            if (!_canvas.ContainsKey(item.Id))
            {
                await PutOnAppAsync(item, Server, Placing.None, isNew: true).ConfigureAwait(false);
            }
        }

        Enqueue(operations);
    }

    private async ValueTask MergeAsync(string id, AppItem said, bool isRight, bool isGone, List<WireOperation> operations)
    {
        if (Find(id) is { } present)
        {
            var changes = Difference(present, said, crossing: null);
            if (changes.Count > 0 && isRight)
            {
                operations.Add(new UpdateOperation(PathOf(id).ToString(), changes));
            }
            else if (changes.Count > 0)
            {
                await PutOnAppAsync(present, Server, Placing.None, isNew: false).ConfigureAwait(false);
            }
        }
        else if (!isGone && MayEdit)
        {
            operations.Add(Addition(id, said.Kind!, said.Properties));
        }
        else if (isRight)
        {
            operations.AddRange(Restoration(id, said.Properties));
        }
        else
        {
            await RemoveFromAppAsync(id, Server).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A scene of later says what the app never told: what was pasted or loaded, and what was removed by the context menu. What others did
    /// after the app had made it is no news in it.
    /// </summary>
    private void TakeLaterScene(Dictionary<string, AppItem> scene, ImmutableDictionary<string, Item> canvas)
    {
        var operations = new List<WireOperation>();
        foreach (var id in canvas.Keys.Where(id => !scene.ContainsKey(id) && _proven.Contains(id) && Find(id) is not null).ToArray())
        {
            Forget(id);
            _removed[id] = true;
            operations.Add(new DeleteOperation(PathOf(id).ToString()));
        }

        foreach (var (id, said) in scene.Where(item => Find(item.Key) is null))
        {
            var isKnown = _removed.TryGetValue(id, out var isOwn);
            if (!isKnown || isOwn)
            {
                Note(new Item(id, said.Kind!, said.Properties));
                _colours.Note(id, said.Properties);
                operations.AddRange(isOwn ? Restoration(id, said.Properties) : [Addition(id, said.Kind!, said.Properties)]);
            }
        }

        _proven.UnionWith(scene.Keys.Where(_canvas.ContainsKey));
        Enqueue(operations);
    }

    /// <summary>Those of some items that were there once and are not any more.</summary>
    private async Task<HashSet<string>> RemovedAmongAsync(IEnumerable<string> ids)
    {
        var asked = ids.ToList();
        return await ReadAsync(room => asked
            .Where(id => room.Document.Find(PathOf(id)) is null && room.Document.AgentsThatAdded(PathOf(id)).Any())
            .ToHashSet(StringComparer.Ordinal)).ConfigureAwait(false);
    }

    private void Enqueue(List<WireOperation> operations)
    {
        foreach (var batch in operations.Chunk(BatchSize))
        {
            _batches.Enqueue([.. batch]);
        }
    }

    /// <summary>A join that the app was told of, with what was on its canvas when it was.</summary>
    private sealed record JoinMark(string User, ImmutableDictionary<string, Item> Canvas);
}
