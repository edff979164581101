using Weft.Protocol;

namespace Weft.Sync;

/// <content>Who may do what. Each message is judged by the grant that its connection has when it is taken, not by that of its join.</content>
public sealed partial class Room
{
    private readonly Dictionary<SessionId, RoomGrant> _grants = [];
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ChangeRights _rights;

    /// <summary>Says who used which client ids before. To be called before anybody joins.</summary>
    /// <param name="owners">Client id and <see cref="RoomGrant.Caller"/> of those that are one person's.</param>
    public void LoadOwners(IEnumerable<KeyValuePair<string, string>> owners)
    {
        ArgumentNullException.ThrowIfNull(owners);
        foreach ((string client, string caller) in owners)
        {
            _owners[client] = caller;
        }
    }

    /// <summary>Says what people were called who used client ids before, so that a refusal can name them. To be called before anybody joins.</summary>
    /// <param name="names">Client id and name.</param>
    public void LoadNames(IEnumerable<KeyValuePair<string, string>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach ((string client, string name) in names)
        {
            _names[client] = name;
        }
    }

    /// <summary>
    /// Says who is on a connection and what it may do from now on: before its join, and whenever that changes. Whoever was never granted
    /// anything cannot join.
    /// </summary>
    public void Grant(SessionId session, RoomGrant grant, ICollection<RoomOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(outputs);
        RoomGrant? former = _grants.GetValueOrDefault(session);
        _grants[session] = grant;
        if (former is null || _sessions.GetValueOrDefault(session) is not { IsJoined: true } known)
        {
            return;
        }

        known.Grant = grant;
        if (grant.Role == DocumentRole.None)
        {
            // It is forgotten when the close goes out: until then it is told what comes before that, for its own answers stand among it.
            Depart(known, outputs);
            Hold(new Close(session, CloseCodes.AccessWithdrawn, "You no longer have access to this document."), outputs);
        }
        else if (grant.Role != former.Role || grant.CanRun != former.CanRun)
        {
            Hold(new Send(session, new AccessMessage(grant.Role, RunOf(grant), grant.ChangedBy)), outputs);
            HidePreview(known, outputs);
        }
    }

    private static bool? RunOf(RoomGrant grant) => grant.CanRun ? true : null;

    /// <summary>Why a connection may not join under a client id; null when it may.</summary>
    private WireError? JudgeJoin(SessionId session, string client, out RoomGrant grant)
    {
        if (!_grants.TryGetValue(session, out RoomGrant? known))
        {
            grant = new RoomGrant(string.Empty, DocumentRole.None);
            return new WireError(ErrorCodes.Unauthorized, "Sign in first.");
        }

        grant = known;
        if (grant.Role == DocumentRole.None)
        {
            return new WireError(ErrorCodes.Forbidden, "You have no access to this document: ask one of its admins for it.");
        }

        return grant.IsPersonal && _owners.TryGetValue(client, out string? owner) && !string.Equals(owner, grant.Caller, StringComparison.Ordinal)
            ? new WireError(ErrorCodes.ClientTaken, "Somebody else used this client id before: join with another one, or with none.", "client")
            : null;
    }

    /// <summary>Notes whose a client id is, once for each stay (ACCESS-9).</summary>
    private void Claim(RoomSession session, ICollection<RoomOutput> outputs)
    {
        if (session.IsClaimed)
        {
            return;
        }

        session.IsClaimed = true;
        string client = session.Client.Name;
        _names[client] = session.User.Name;
        if (!session.Grant.IsPersonal || _owners.TryAdd(client, session.Grant.Caller))
        {
            outputs.Add(new Claim(client, session.Grant.Caller, session.User.Name));
        }
    }

    private void Forget(SessionId session)
    {
        _sessions.Remove(session);
        _grants.Remove(session);
    }
}
