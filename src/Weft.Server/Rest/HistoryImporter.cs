using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Weft.Kinds;
using Weft.Server.Access;
using Weft.Server.Diagnostics;
using Weft.Server.Files;
using Weft.Server.Hosting;
using Weft.Server.Limiting;
using Weft.Server.Rooms;
using Weft.Storage;
using Weft.Sync;

namespace Weft.Server.Rest;

/// <summary>Makes a document of a <c>.weft</c> file: with its history, as if it had been edited here.</summary>
internal sealed class HistoryImporter(IdSource ids, DocumentAccess access, WeftOptions options, WeftMetrics metrics, TimeProvider time)
{
    public async Task<IResult> CreateAsync(ReadOnlyMemory<byte> body, string fileName, string? kindWanted, Caller maker, WeftService weft, CancellationToken cancellationToken)
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
        var (log, wrong) = await Task.Run(() => ReadInTime(file, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (log is null)
        {
            return Problems.Full(
                metrics, StatusCodes.Status422UnprocessableEntity, ServerLimits.ImportSeconds, "The file's history takes too long to read: import its text without the history.");
        }

        if (wrong is not null)
        {
            return Refuse("bad_history", wrong);
        }

        var title = Titles.Check(file.Title, options.Limits) is null ? file.Title.Trim() : Titles.Of(fileName, options.Limits);
        var record = await StoreAsync(new NewDocument(ids.NewId(), title, kind.Name, ids.NewId()), log.Value, maker, weft).ConfigureAwait(false);
        foreach (var picture in file.Files)
        {
            if (await weft.Files.StoreAsync(record.Id, picture, cancellationToken).ConfigureAwait(false) is FileRefused refused)
            {
                await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft, access).ConfigureAwait(false);
                return Problems.Of(refused.Status, refused.Code, $"A picture in the file cannot be taken. {refused.Message}");
            }
        }

        return DocumentEndpoints.Created(record, DocumentEndpoints.FounderGrant(maker), weft);
    }

    private async Task<DocumentRecord> StoreAsync(NewDocument document, ImmutableArray<StoredChange> log, Caller maker, WeftService weft)
    {
        var record = await DocumentEndpoints.MakeAsync(document, maker, weft, access).ConfigureAwait(false);
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
            await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft, access).ConfigureAwait(false);
            throw;
        }

        return await weft.Store.FindAsync(record.Id, CancellationToken.None).ConfigureAwait(false) ?? record;
    }

    private static IResult Refuse(string code, string message) => Problems.Of(StatusCodes.Status422UnprocessableEntity, code, message);

    // What is small can still be long to read: many people who write at once at one place. So it is bounded by time as well.
    private (ImmutableArray<StoredChange>? Log, string? Wrong) ReadInTime(WeftFile file, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Limits[ServerLimits.ImportSeconds]), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return Read(file, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null);
        }
    }

    private (ImmutableArray<StoredChange> Log, string? Wrong) Read(WeftFile file, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        ForeignHistory.TryRead(file.Document, KindSchema.For(file.Kind), new RoomOptions().Within(options.Limits), now, out var log, out var reason, cancellationToken);
        return (log, reason);
    }
}
