using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>Who may do what in a simulation, in its own words, so that what a room takes can be checked against it.</summary>
internal sealed class SimulatedRights
{
    private readonly Dictionary<int, DocumentRole> _roles = [];
    private readonly Dictionary<SessionId, DocumentRole> _granted = [];
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Whose client ids are whose, as kept on disk.</summary>
    internal IReadOnlyDictionary<string, string> Owners => _owners;

    internal static int PersonOf(SessionId session) => (int)(session.Value % 1_000);

    internal DocumentRole RoleOf(int person) => _roles.GetValueOrDefault(person, DocumentRole.Editor);

    internal void SetRole(int person, DocumentRole role) => _roles[person] = role;

    internal void Note(Claim claim) => _owners[claim.Client] = claim.Caller;

    /// <summary>What a connection may do from now on: its person's role of now.</summary>
    internal RoomGrant GrantFor(SessionId session)
    {
        int person = PersonOf(session);
        _granted[session] = RoleOf(person);
        return new RoomGrant($"person:{person}", RoleOf(person)) { IsPersonal = true };
    }

    /// <summary>Why a change must not be taken at this moment; null when it may.</summary>
    internal string? WhyNot(SessionId session, string client, ChangeMessage change, Document document)
    {
        DocumentRole role = _granted[session];
        if (role < DocumentRole.Editor)
        {
            return $"its author's role was {role}";
        }

        string? locked = role == DocumentRole.Admin
            ? null
            : change.Ops.Select(operation => operation.Path).FirstOrDefault(path => IsLockedByOther(document, path, client));
        return locked is null ? null : $"{locked} was locked by somebody else";
    }

    private static bool IsLockedByOther(Document document, string path, string client) =>
        path.Split('/') is [var collection, var id]
        && document.TryFindWrite(new ItemPath(collection, id), "locked", out JsonValue value, out string agent)
        && value == JsonValue.True
        && !string.Equals(agent, client, StringComparison.Ordinal);
}
