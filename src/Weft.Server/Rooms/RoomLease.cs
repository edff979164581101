namespace Weft.Server.Rooms;

/// <summary>Keeps a room open. Disposing it twice does nothing more.</summary>
internal sealed class RoomLease(RoomHost host, Action release) : IDisposable
{
    private Action? _release = release;

    public RoomHost Host { get; } = host;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
