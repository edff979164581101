using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weft.Protocol;
using Weft.Server.Limiting;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The WebSocket of OpenJam's front-end. One socket goes into one room after the other, as it says.</summary>
internal sealed class OpenJamSocket(GatewayServices services, JamRooms rooms, JamFiles files, JamBoards boards, JamSignIn people, IHostApplicationLifetime lifetime)
{
    /// <summary>What a room is called that was made by going there.</summary>
    private const string NewRoom = "Whiteboard";

    private const string CannotJoin = "Failed to join room";

    /// <summary>Characters of a room's id.</summary>
    private const int MaxRoomId = 64;

    public static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await AnswerAsync(context, StatusCodes.Status426UpgradeRequired, "This is where OpenJam's pages connect; open /openjam/health to see that the server is well.").ConfigureAwait(false);
            return;
        }

        var token = JamSignIn.SentOf(context.Request);
        var services = context.RequestServices;
        if (await services.GetRequiredService<JamSignIn>().FindAsync(context, token).ConfigureAwait(false) is null)
        {
            await AnswerAsync(context, StatusCodes.Status401Unauthorized, token is null ? "Token required" : "Invalid session").ConfigureAwait(false);
            return;
        }

        await GatewayEntrance.AcceptAsync(context, socket => services.GetRequiredService<OpenJamSocket>().ServeAsync(socket, context, token)).ConfigureAwait(false);
    }

    private async Task ServeAsync(GatewaySocket socket, HttpContext context, string? token)
    {
        using var stopping = lifetime.ApplicationStopping.Register(() => socket.Close(CloseCodes.ServerStopping, "The server stops."));
        var joins = TokenBucket.PerMinute(services.Options.Limits[ServerLimits.Joins], services.Time);
        JamMessage.Join? next = null;
        try
        {
            while (!socket.IsClosing)
            {
                if (next is { } join)
                {
                    next = joins.TryTake() ? await StayAsync(socket, join, context, token).ConfigureAwait(false) : await RefuseAsync(socket, "Too many joins: wait a minute").ConfigureAwait(false);
                }
                else if (socket.TryTake(out var frame))
                {
                    next = await HearAsync(socket, frame).ConfigureAwait(false);
                }
                else if (socket.IsOver)
                {
                    return;
                }
                else
                {
                    await socket.WaitAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (GatewaySocket.IsLoss(exception))
        {
            // It is gone.
        }
    }

    /// <summary>What is said outside a room.</summary>
    private static async ValueTask<JamMessage.Join?> HearAsync(GatewaySocket socket, ReadOnlyMemory<byte> frame)
    {
        switch (JamMessage.Parse(frame))
        {
            case JamMessage.Join join:
                return join;
            case JamMessage.Op:
                return await RefuseAsync(socket, "Not in a room").ConfigureAwait(false);
            case JamMessage.Unknown unknown:
                return await RefuseAsync(socket, unknown.Error).ConfigureAwait(false);
            default:
                return null;
        }
    }

    /// <summary>Goes into a room and stays there.</summary>
    /// <returns>How it went on into another one; null when it did not.</returns>
    private async Task<JamMessage.Join?> StayAsync(GatewaySocket socket, JamMessage.Join join, HttpContext context, string? token)
    {
        // Asked again each time: a session may have ended or gained something since.
        if (await people.FindAsync(context, token).ConfigureAwait(false) is not { } user)
        {
            socket.Close(CloseCodes.AccessWithdrawn, "This session has ended; sign in again.");
            return null;
        }

        var (document, entering) = await OpenAsync(join.Room, user, context.RequestAborted).ConfigureAwait(false);
        if (document is null)
        {
            return await RefuseAsync(socket, CannotJoin).ConfigureAwait(false);
        }

        var (room, refusal) = await GatewayEntrance.EnterAsync(document, socket.Use, services).ConfigureAwait(false);
        if (room is null)
        {
            return await RefuseAsync(socket, $"{CannotJoin}: {refusal}").ConfigureAwait(false);
        }

        using var connection = new OpenJamConnection(new GatewayVisit(socket, entering.Caller, user.Name, room, user.Color), join.Room, entering, services, rooms, files);
        try
        {
            await services.Table.ServeAsync(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Forget();
        }

        return connection.Next;
    }

    private async Task<(string? Document, JamUser User)> OpenAsync(string room, JamUser user, CancellationToken cancellationToken)
    {
        var (board, role, entering) = await boards.FindAsync(room, user, cancellationToken).ConfigureAwait(false);
        if (board is null && user.Caller.CanCreate && room.Length <= MaxRoomId && !await boards.IsTakenAsync(room, cancellationToken).ConfigureAwait(false))
        {
            await boards.MakeAsync(room, NewRoom, user).ConfigureAwait(false);
            (board, role, entering) = await boards.FindAsync(room, user, cancellationToken).ConfigureAwait(false);
        }

        return (role == DocumentRole.None ? null : board?.Id, entering);
    }

    private static async ValueTask<JamMessage.Join?> RefuseAsync(GatewaySocket socket, string error)
    {
        await socket.SendAsync(JamFrames.Error(error)).ConfigureAwait(false);
        return null;
    }

    private static Task AnswerAsync(HttpContext context, int status, string error) => JamAnswers.Error(status, error).ExecuteAsync(context);
}
