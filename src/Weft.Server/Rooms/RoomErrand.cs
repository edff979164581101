using System.Threading.Channels;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>Somebody who comes into a document to change it and goes again, as the server does on a request: judged and told of like everybody.</summary>
internal sealed class RoomErrand : IRoomPeer
{
    private readonly Channel<ResponseMessage> _answers = Channel.CreateUnbounded<ResponseMessage>();
    private readonly RoomHost _host;
    private readonly SessionId _session;
    private long _lastId;

    private RoomErrand(RoomHost host, SessionId session, Caller caller) => (_host, _session, Caller) = (host, session, caller);

    /// <inheritdoc/>
    public Caller Caller { get; }

    /// <summary>Comes in. Whether it may is heard with the answer to the first change.</summary>
    /// <param name="host">The open document; its lease is the caller's to keep.</param>
    /// <param name="session">A new session.</param>
    /// <param name="caller">On whose order.</param>
    /// <param name="name">What it is called, unless the caller has a name.</param>
    /// <param name="client">Who makes the changes (JOIN-2); null for anybody.</param>
    /// <exception cref="RoomClosedException">The room closes.</exception>
    public static async Task<RoomErrand> JoinAsync(RoomHost host, SessionId session, Caller caller, string name, string? client = null)
    {
        var errand = new RoomErrand(host, session, caller);
        await errand.PostAsync(new JoinMessage(host.Id, client, name)).ConfigureAwait(false);
        return errand;
    }

    /// <summary>Makes a change and waits until it is saved or refused.</summary>
    /// <param name="seen">The revision that it was made to.</param>
    /// <param name="ops">At most <see cref="Limits.MaxOperations"/>.</param>
    /// <exception cref="RoomClosedException">The room closed before it answered.</exception>
    public async Task<ResponseMessage> ChangeAsync(long seen, IEnumerable<WireOperation> ops)
    {
        var id = ++_lastId;
        await PostAsync(new ChangeMessage(seen, [.. ops]) { Id = id }).ConfigureAwait(false);
        await foreach (var answer in _answers.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (answer.InReply == id)
            {
                return answer;
            }
        }

        throw new RoomClosedException(_host.Id);
    }

    /// <summary>Goes.</summary>
    public async Task LeaveAsync() => await _host.PostAsync(new RoomCommand.Gone(_session)).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Send(Frame frame)
    {
        if (frame.Message is ResponseMessage response)
        {
            _answers.Writer.TryWrite(response);
        }
    }

    /// <inheritdoc/>
    public void Close(int code, string reason) => _answers.Writer.TryComplete();

    private async Task PostAsync(ClientMessage message)
    {
        if (!await _host.PostAsync(new RoomCommand.Received(_session, this, [message])).ConfigureAwait(false))
        {
            throw new RoomClosedException(_host.Id);
        }
    }
}
