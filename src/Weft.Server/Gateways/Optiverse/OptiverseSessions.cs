using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Hosting;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// Sessions by name. A session is the document whose id is its name; one that is no id, with blanks for example, stands for a document whose id is
/// made of it, always the same. It is made when it is first used, by whoever may make documents.
/// </summary>
internal sealed class OptiverseSessions(WeftService weft, DocumentAccess access, IdSource ids, WeftOptions options) : IDisposable
{
    /// <summary>Longer names are made short, so that an address of a document stays one.</summary>
    private const int MaxIdLength = 64;

    private readonly SemaphoreSlim _making = new(1);
    private readonly ConcurrentDictionary<string, string> _hosts = new(StringComparer.Ordinal);

    /// <summary>The id of a session's document.</summary>
    public static string DocumentOf(string session)
    {
        if (session.Length <= MaxIdLength && session.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return session;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(session.Normalize()));
        return "s-" + Base64Url.EncodeToString(hash.AsSpan(0, 16));
    }

    /// <summary>Finds a session's document, or makes it.</summary>
    public async Task<OpenedSession> OpenAsync(string session, Caller caller, CancellationToken cancellationToken)
    {
        var id = DocumentOf(session);
        var record = await weft.Store.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            if (!caller.CanCreate)
            {
                return Forbidden;
            }

            if (await IsFullAsync(cancellationToken).ConfigureAwait(false))
            {
                return new OpenedSession(null, "The server has as many documents as it can: delete some first.");
            }

            record = await MakeAsync(id, session, caller).ConfigureAwait(false);
        }

        if ((await access.GrantForAsync(caller, id, cancellationToken).ConfigureAwait(false)).Role == DocumentRole.None)
        {
            return Forbidden;
        }

        return DocumentKinds.Find(record.Kind) is BenchKind
            ? new OpenedSession(id, string.Empty)
            : new OpenedSession(null, $"The document '{id}' is a {record.Kind} and no optical bench: choose another session ID.");
    }

    /// <summary>Whether a name is that of who was first in a session since the server started: Optiverse calls that one its host.</summary>
    public bool IsHost(string document, string name) => string.Equals(_hosts.GetOrAdd(document, name), name, StringComparison.Ordinal);

    public void Dispose() => _making.Dispose();

    private static OpenedSession Forbidden { get; } = new(null, "You have no access to this session: ask one of its admins for it.", IsForbidden: true);

    private async Task<bool> IsFullAsync(CancellationToken cancellationToken) =>
        (await weft.Store.MeasureAsync(cancellationToken).ConfigureAwait(false)).Documents >= options.Limits[ServerLimits.Documents];

    // Several who come at once find one document.
    private async Task<DocumentRecord> MakeAsync(string id, string session, Caller caller)
    {
        await _making.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await weft.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false)
                ?? await DocumentEndpoints.MakeAsync(new NewDocument(id, session, BenchKind.KindName, ids.NewId()), caller, weft, access).ConfigureAwait(false);
        }
        finally
        {
            _making.Release();
        }
    }
}
