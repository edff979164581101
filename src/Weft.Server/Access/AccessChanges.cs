using System.Collections.Immutable;

namespace Weft.Server.Access;

/// <summary>Where changes of access are told, once they are stored. Thread-safe.</summary>
internal sealed class AccessChanges
{
    private ImmutableList<Action<AccessChange>> _listeners = [];

    /// <summary>Calls a listener with each change from now on, on the thread of whoever made it; it must not block and not throw.</summary>
    public void Listen(Action<AccessChange> listener) => ImmutableInterlocked.Update(ref _listeners, (all, added) => all.Add(added), listener);

    public void Tell(AccessChange change)
    {
        foreach (var listener in _listeners)
        {
            listener(change);
        }
    }
}
