using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Rest;
using Weft.Storage;

namespace Weft.Server.Hosting;

/// <summary>
/// Documents by the name of a session, which is what people tell each other. A session is the document whose id is its name; one that is no id,
/// with blanks for example, stands for a document whose id is made of it, always the same.
/// </summary>
internal sealed class NamedSessions(WeftService weft, DocumentAccess access, IdSource ids, WeftOptions options) : IDisposable
{
    /// <summary>Longer names are made short, so that an address of a document stays one.</summary>
    private const int MaxIdLength = 64;

    private readonly SemaphoreSlim _making = new(1);

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

    /// <summary>The document of a session, if there is one.</summary>
    public Task<DocumentRecord?> FindAsync(string session, CancellationToken cancellationToken) =>
        weft.Store.FindAsync(DocumentOf(session), cancellationToken);

    /// <summary>Whether no more documents may be made.</summary>
    public async Task<bool> IsFullAsync(CancellationToken cancellationToken) =>
        (await weft.Store.MeasureAsync(cancellationToken).ConfigureAwait(false)).Documents >= options.Limits[ServerLimits.Documents];

    /// <summary>Makes the document of a session; several who come at once find one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="title">The title of a new document.</param>
    /// <param name="kind">The kind of a new document.</param>
    /// <param name="maker">Who makes it, and may.</param>
    /// <returns>The document, and whether it was made by this call.</returns>
    public async Task<(DocumentRecord Record, bool IsNew)> MakeAsync(string session, string title, string kind, Caller maker)
    {
        await _making.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await FindAsync(session, CancellationToken.None).ConfigureAwait(false) is { } there
                ? (there, false)
                : (await DocumentEndpoints.MakeAsync(new NewDocument(DocumentOf(session), title, kind, ids.NewId()), maker, weft, access).ConfigureAwait(false), true);
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose() => _making.Dispose();
}
