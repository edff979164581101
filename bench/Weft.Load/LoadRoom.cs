using System.Diagnostics;

namespace Weft.Load;

/// <summary>One room with its writer and its readers, and what was sent and what arrived.</summary>
internal sealed class LoadRoom : IDisposable
{
    /// <summary>Edits whose time of sending is remembered; more than can be on their way.</summary>
    private const int Stamps = 1 << 20;

    private readonly IDialect _dialect;
    private readonly int _window;
    private readonly long[] _stamps;
    private readonly byte[] _edit = new byte[512];
    private readonly Lock _pumping = new();
    private readonly List<LoadReader> _readers = [];
    private LoadSocket? _writer;
    private TaskCompletionSource _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _room = string.Empty;
    private volatile bool _isOpen;
    private long _sent;
    private long _acknowledged;
    private long _arrived;

    /// <summary>A room that is not made yet.</summary>
    /// <param name="dialect">How the server is spoken to.</param>
    /// <param name="window">Edits that may be on their way when the writer writes as fast as it may.</param>
    /// <param name="stamps">Edits whose time of sending is remembered, a power of two: more than can be on their way.</param>
    public LoadRoom(IDialect dialect, int window, int stamps = Stamps)
    {
        _dialect = dialect;
        _window = window;
        _stamps = new long[stamps];
    }

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Edits that arrived, summed over the readers.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    public IReadOnlyList<LoadReader> Readers => _readers;

    /// <summary>Where latencies of the measured part go; null while warming up.</summary>
    public Latencies? Latencies { get; set; }

    /// <summary>Makes the room and lets everybody in.</summary>
    public async Task EnterAsync(Uri server, int number, int readers)
    {
        _room = await _dialect.CreateRoomAsync(server, number).ConfigureAwait(false);
        _writer = await JoinAsync(server, TakeOwn).ConfigureAwait(false);
        for (var i = 0; i < readers; i++)
        {
            var reader = new LoadReader(this, _dialect, isSampled: i < 10, keeps: i == 0);
            reader.Socket = await JoinAsync(server, reader.Take).ConfigureAwait(false);
            _readers.Add(reader);
        }
    }

    /// <summary>Says on all connections that they are there.</summary>
    public void Beat()
    {
        if (_dialect.Heartbeat is { } heartbeat)
        {
            foreach (var socket in Sockets)
            {
                socket.Send(heartbeat, _dialect.IsText);
            }
        }
    }

    /// <summary>Writes as fast as the window lets, until it is closed.</summary>
    public void Open()
    {
        _isOpen = true;
        Pump();
    }

    /// <summary>Writes no more.</summary>
    public void Close() => _isOpen = false;

    /// <summary>Writes one edit now.</summary>
    public void WriteOne()
    {
        QueueOne();
        _writer!.Flush();
    }

    /// <summary>Waits until everything that was sent has arrived everywhere and is acknowledged.</summary>
    /// <exception cref="TimeoutException">It has not within a minute.</exception>
    /// <exception cref="IOException">A connection ended meanwhile.</exception>
    public async Task SettleAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Arrived < Sent * _readers.Count || (_dialect.Acknowledges && Volatile.Read(ref _acknowledged) < Sent))
        {
            if (Sockets.FirstOrDefault(socket => socket.Ended.IsCompleted) is { } ended)
            {
                throw new IOException($"A connection ended with code {await ended.Ended.ConfigureAwait(false)}.");
            }

            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException($"{Sent * _readers.Count - Arrived} of {Sent * _readers.Count} edits did not arrive; {Sent - _acknowledged} were not acknowledged.");
            }

            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        foreach (var socket in Sockets)
        {
            socket.Dispose();
        }
    }

    internal void Arrive(LoadReader reader, long first, int edits)
    {
        Interlocked.Add(ref _arrived, edits);
        if (Latencies is { } latencies && reader.IsSampled)
        {
            var now = Stopwatch.GetTimestamp();
            for (var number = first; number < first + edits; number++)
            {
                latencies.Add(now - Volatile.Read(ref _stamps[number & (_stamps.Length - 1)]));
            }
        }

        if (!_dialect.Acknowledges && _isOpen)
        {
            Pump();
        }
    }

    private IEnumerable<LoadSocket> Sockets => _readers.Select(reader => reader.Socket).Prepend(_writer).OfType<LoadSocket>();

    private async Task<LoadSocket> JoinAsync(Uri server, LoadSocket.FrameHandler take)
    {
        _welcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isWelcome = false;
        var socket = await LoadSocket.ConnectAsync(_dialect.AddressOf(server, _room), _dialect.Subprotocol, 2048, message =>
        {
            if (isWelcome)
            {
                take(message);
            }
            else if (_dialect.IsWelcome(message))
            {
                isWelcome = true;
                _welcome.TrySetResult();
            }
        }).ConfigureAwait(false);
        foreach (var message in _dialect.Greeting(_room))
        {
            socket.Send(message, _dialect.IsText);
        }

        await _welcome.Task.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        return socket;
    }

    private void TakeOwn(ReadOnlySpan<byte> message)
    {
        var (_, acknowledged) = _dialect.Count(message);
        if (acknowledged > 0)
        {
            Interlocked.Add(ref _acknowledged, acknowledged);
            if (_isOpen)
            {
                Pump();
            }
        }
    }

    /// <summary>Fills the window, with one send for all that it has room for. Whoever comes while another one does it leaves it to that one, which looks again.</summary>
    private void Pump()
    {
        while (_isOpen && HasRoom() && _pumping.TryEnter())
        {
            try
            {
                while (_isOpen && HasRoom())
                {
                    QueueOne();
                }

                _writer!.Flush();
            }
            finally
            {
                _pumping.Exit();
            }
        }
    }

    private void QueueOne()
    {
        var number = _sent;
        var length = _dialect.WriteEdit(_edit, _room, number, Volatile.Read(ref _acknowledged));
        Volatile.Write(ref _stamps[number & (_stamps.Length - 1)], Stopwatch.GetTimestamp());
        Volatile.Write(ref _sent, number + 1);
        _writer!.Queue(_edit.AsSpan(0, length), _dialect.IsText);
    }

    // Without acknowledgements the window counts what has not arrived, on the average of the readers.
    private bool HasRoom() => _dialect.Acknowledges
        ? Sent - Volatile.Read(ref _acknowledged) < _window
        : Sent * _readers.Count - Arrived < (long)_window * _readers.Count;
}
