using Weft.Server.Hosting;
using Weft.Server.Rooms;

namespace Weft.Server.Tests;

/// <summary>A room works on the threads of those who post to it.</summary>
public sealed class RoomTurnTests
{
    private const int Least = 10_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_posts_to_a_room_that_is_never_done_gets_its_thread_back()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.CreateAsync();
        using var lease = (await server.Service<WeftService>().Rooms.AcquireAsync(id))!;
        await lease.Host.ReadAsync(_ => true);
        var isBack = false;
        var taken = 0;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var posting = Task.Run(() => lease.Host.PostAsync(Again()).AsTask(), Ct);
        try
        {
            Assert.True(await posting.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        }
        finally
        {
            Volatile.Write(ref isBack, true);
        }

        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Ct);
        Assert.InRange(taken, Least, int.MaxValue);

        RoomCommand Again() => new RoomCommand.Read(_ =>
        {
            if (++taken < Least || !Volatile.Read(ref isBack))
            {
                Assert.True(lease.Host.PostAsync(Again()).AsTask().IsCompletedSuccessfully);
            }
            else
            {
                ended.SetResult();
            }
        });
    }
}
