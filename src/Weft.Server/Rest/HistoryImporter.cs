using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Weft.Kinds;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Rest;

/// <summary>Makes a document of a <c>.weft</c> file: with its history, as if it had been edited here.</summary>
internal sealed class HistoryImporter(IdSource ids, TimeProvider time)
{
    public async Task<IResult> CreateAsync(ReadOnlyMemory<byte> body, string fileName, string? kindWanted, WeftService weft, CancellationToken cancellationToken)
    {
        if (!WeftFile.TryRead(body, out var file, out var damage))
        {
            return Refuse("not_a_weft_file", damage);
        }

        if (DocumentKinds.Find(file.Kind) is not { } kind)
        {
            return Refuse("unknown_kind", "The file holds a document of a kind that this server does not know: update it.");
        }

        if (kindWanted is not null && !string.Equals(kindWanted, kind.Name, StringComparison.Ordinal))
        {
            return Refuse("unknown_kind", $"The file holds a {kind.Name} document, not a {kindWanted} document.");
        }

        // A long history takes seconds: that must not hold up the thread that others' requests wait for.
        var (log, wrong) = await Task.Run(() => Read(file, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (wrong is not null)
        {
            return Refuse("bad_history", wrong);
        }

        var title = Titles.Check(file.Title) is null ? file.Title.Trim() : Titles.Of(fileName);
        return DocumentEndpoints.Created(await StoreAsync(new NewDocument(ids.NewId(), title, kind.Name, ids.NewId()), log, weft).ConfigureAwait(false), weft);
    }

    private static async Task<DocumentRecord> StoreAsync(NewDocument document, ImmutableArray<StoredChange> log, WeftService weft)
    {
        var record = await weft.Store.CreateAsync(document, CancellationToken.None).ConfigureAwait(false);
        if (log.IsEmpty)
        {
            return record;
        }

        try
        {
            // One commit: whoever opens the document sees all of its history or none.
            await weft.Store.AppendAsync([.. log.Select(entry => new LogAppend(record.Id, entry.Revision, entry.Bytes))], CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft).ConfigureAwait(false);
            throw;
        }

        return await weft.Store.FindAsync(record.Id, CancellationToken.None).ConfigureAwait(false) ?? record;
    }

    private static IResult Refuse(string code, string message) => Problems.Of(StatusCodes.Status422UnprocessableEntity, code, message);

    private (ImmutableArray<StoredChange> Log, string? Wrong) Read(WeftFile file, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        ForeignHistory.TryRead(file.Document, KindSchema.For(file.Kind), new RoomOptions(), now, out var log, out var reason, cancellationToken);
        return (log, reason);
    }
}
