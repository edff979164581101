using System.Collections.Concurrent;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Hosting;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>Sessions of optical benches by name. One is made when it is first used, by whoever may make documents.</summary>
internal sealed class OptiverseSessions(NamedSessions sessions, DocumentAccess access)
{
    private readonly ConcurrentDictionary<string, string> _hosts = new(StringComparer.Ordinal);

    private static OpenedDocument Forbidden { get; } = new(null, "You have no access to this session: ask one of its admins for it.", IsForbidden: true);

    /// <summary>Finds a session's document, or makes it.</summary>
    public async Task<OpenedDocument> OpenAsync(string session, Caller caller, CancellationToken cancellationToken)
    {
        var record = await sessions.FindAsync(session, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            if (!caller.CanCreate)
            {
                return Forbidden;
            }

            if (await sessions.IsFullAsync(cancellationToken).ConfigureAwait(false))
            {
                return new OpenedDocument(null, "The server has as many documents as it can: delete some first.");
            }

            record = (await sessions.MakeAsync(session, session, BenchKind.KindName, caller).ConfigureAwait(false)).Record;
        }

        if ((await access.GrantForAsync(caller, record.Id, cancellationToken).ConfigureAwait(false)).Role == DocumentRole.None)
        {
            return Forbidden;
        }

        return DocumentKinds.Find(record.Kind) is BenchKind
            ? new OpenedDocument(record.Id, string.Empty)
            : new OpenedDocument(null, $"The document '{record.Id}' is a {record.Kind} and no optical bench: choose another session ID.");
    }

    /// <summary>Whether a name is that of who was first in a session since the server started: Optiverse calls that one its host.</summary>
    public bool IsHost(string document, string name) => string.Equals(_hosts.GetOrAdd(document, name), name, StringComparison.Ordinal);
}
