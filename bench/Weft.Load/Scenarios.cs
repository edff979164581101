using System.Diagnostics;

namespace Weft.Load;

/// <summary>What is done to a server. Each makes its own rooms and leaves no connection behind; all are bounded in time.</summary>
internal static class Scenarios
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(8);

    /// <summary>One writer with a window of edits on their way, so many readers.</summary>
    public static async Task<Outcome> FanOutAsync(ServerProcess server, IDialect dialect, int readers, int window, TimeSpan time)
    {
        using var room = new LoadRoom(dialect, window);
        await room.EnterAsync(server.Address, 0, readers).ConfigureAwait(false);
        room.Open();
        await Task.Delay(s_warmUp).ConfigureAwait(false);
        room.Close();
        await room.SettleAsync().ConfigureAwait(false);
        var (arrived, frames) = (room.Arrived, room.Readers.Sum(reader => reader.Frames));
        room.Latencies = new Latencies();
        var cpu = server.Cpu;
        var started = Stopwatch.GetTimestamp();
        room.Open();
        await Task.Delay(time).ConfigureAwait(false);
        room.Close();
        await room.SettleAsync().ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var delivered = room.Arrived - arrived;
        var outcome = new Outcome(
            delivered / elapsed.TotalSeconds,
            (server.Cpu - cpu).TotalMicroseconds / delivered,
            room.Latencies.Quantile(0.5),
            room.Latencies.Quantile(0.99),
            server.ResidentBytes,
            EditsPerFrame: delivered / (double)(room.Readers.Sum(reader => reader.Frames) - frames));
        Check.Equal(room, dialect);
        return outcome;
    }

    /// <summary>One writer that types at a pace, so many readers.</summary>
    public static async Task<Outcome> GentleAsync(ServerProcess server, IDialect dialect, int readers, int perSecond, TimeSpan time)
    {
        using var room = new LoadRoom(dialect, window: int.MaxValue);
        await room.EnterAsync(server.Address, 0, readers).ConfigureAwait(false);
        await PaceAsync([room], perSecond, s_warmUp).ConfigureAwait(false);
        var arrived = room.Arrived;
        room.Latencies = new Latencies();
        var cpu = server.Cpu;
        await PaceAsync([room], perSecond, time).ConfigureAwait(false);
        var outcome = new Outcome(
            CpuMicroseconds: (server.Cpu - cpu).TotalMicroseconds / (room.Arrived - arrived),
            P50: room.Latencies.Quantile(0.5),
            P99: room.Latencies.Quantile(0.99),
            ResidentBytes: server.ResidentBytes);
        Check.Equal(room, dialect);
        return outcome;
    }

    /// <summary>Many rooms of two, in each of which one types at a pace.</summary>
    public static async Task<Outcome> RoomsAsync(ServerProcess server, IDialect dialect, int rooms, int perSecond, TimeSpan time)
    {
        var all = Enumerable.Range(0, rooms).Select(_ => new LoadRoom(dialect, int.MaxValue, stamps: 256)).ToList();
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, rooms),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (i, _) => await all[i].EnterAsync(server.Address, i, readers: 1).ConfigureAwait(false)).ConfigureAwait(false);
            all.ForEach(room => room.Beat());
            await PaceAsync(all, perSecond, 2 * s_warmUp).ConfigureAwait(false);
            var latencies = new Latencies();
            all.ForEach(room => room.Latencies = latencies);
            var arrived = all.Sum(room => room.Arrived);
            var cpu = server.Cpu;
            await PaceAsync(all, perSecond, time).ConfigureAwait(false);
            return new Outcome(
                CpuMicroseconds: (server.Cpu - cpu).TotalMicroseconds / (all.Sum(room => room.Arrived) - arrived),
                P50: latencies.Quantile(0.5),
                P99: latencies.Quantile(0.99),
                ResidentBytes: server.ResidentBytes);
        }
        finally
        {
            all.ForEach(room => room.Dispose());
        }
    }

    /// <summary>Connections that joined and do nothing.</summary>
    public static async Task<Outcome> IdleAsync(ServerProcess server, IDialect dialect, int rooms, int perRoom)
    {
        // A quarter as many come before and stay: they make the server load and compile its code, which all share, and are not counted.
        var first = Enumerable.Range(0, rooms / 4).Select(_ => new LoadRoom(dialect, 1, stamps: 2)).ToList();
        for (var i = 0; i < first.Count; i++)
        {
            await first[i].EnterAsync(server.Address, rooms + i, perRoom - 1).ConfigureAwait(false);
        }

        await Task.Delay(s_warmUp).ConfigureAwait(false);
        var before = server.ResidentBytes;
        var all = Enumerable.Range(0, rooms).Select(_ => new LoadRoom(dialect, 1, stamps: 2)).ToList();
        try
        {
            for (var i = 0; i < rooms; i++)
            {
                await all[i].EnterAsync(server.Address, i, perRoom - 1).ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
            return new Outcome(ResidentBytes: (server.ResidentBytes - before) / (double)(rooms * perRoom));
        }
        finally
        {
            all.ForEach(room => room.Dispose());
            first.ForEach(room => room.Dispose());
        }
    }

    /// <summary>One after the other enters a room whose document is there already, and leaves.</summary>
    public static async Task<Outcome> JoinAsync(ServerProcess server, IDialect dialect, string room, int joins)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < s_warmUp;)
        {
            await EnterAsync(server.Address, dialect, room, joins / 10).ConfigureAwait(false);
        }

        var cpu = server.Cpu;
        var bytes = await EnterAsync(server.Address, dialect, room, joins).ConfigureAwait(false);
        return new Outcome(
            CpuMicroseconds: (server.Cpu - cpu).TotalMicroseconds / joins, ResidentBytes: server.ResidentBytes, Bytes: bytes / (double)joins);
    }

    private static async Task<long> EnterAsync(Uri server, IDialect dialect, string room, int times)
    {
        long bytes = 0;
        for (var i = 0; i < times; i++)
        {
            var welcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var socket = await LoadSocket.ConnectAsync(dialect.AddressOf(server, room), dialect.Subprotocol, 1 << 16, message =>
            {
                if (dialect.IsWelcome(message))
                {
                    welcome.TrySetResult();
                }
            }).ConfigureAwait(false);
            foreach (var message in dialect.Greeting(room))
            {
                socket.Send(message, dialect.IsText);
            }

            await welcome.Task.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
            bytes += socket.Received;
        }

        return bytes;
    }

    /// <summary>Each room writes so often, spread evenly over the second; waits until all has arrived.</summary>
    private static async Task PaceAsync(List<LoadRoom> rooms, int perSecond, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        long written = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < time; elapsed = Stopwatch.GetElapsedTime(started))
        {
            for (var due = (long)(elapsed.TotalSeconds * perSecond * rooms.Count); written < due; written++)
            {
                rooms[(int)(written % rooms.Count)].WriteOne();
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        foreach (var room in rooms)
        {
            await room.SettleAsync().ConfigureAwait(false);
        }
    }
}
