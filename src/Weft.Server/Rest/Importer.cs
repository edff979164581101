using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Access;
using Weft.Server.Files;
using Weft.Server.Hosting;
using Weft.Server.Rooms;
using Weft.Storage;

namespace Weft.Server.Rest;

/// <summary>
/// Makes a document of a file's operations. They go through the room as the first changes of a client of the server's own, so that an
/// imported document is like any other.
/// </summary>
internal sealed class Importer(IdSource ids, DocumentAccess access)
{
    public async Task<IResult> CreateAsync(string title, DocumentKind kind, Imported imported, Caller maker, WeftService weft)
    {
        var document = new NewDocument(ids.NewId(), title, kind.Name, ids.NewId());
        var record = await DocumentEndpoints.MakeAsync(document, maker, weft, access).ConfigureAwait(false);
        if (imported.Operations.IsEmpty)
        {
            return DocumentEndpoints.Created(record, DocumentEndpoints.FounderGrant(maker), weft);
        }

        ResponseMessage answer;
        try
        {
            if (await StoreAsync(record.Id, imported.Files, weft.Files).ConfigureAwait(false) is { } refused)
            {
                await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft, access).ConfigureAwait(false);
                return Problems.Of(refused.Status, refused.Code, $"A picture in the file cannot be taken. {refused.Message}");
            }

            answer = await FillAsync(record.Id, imported.Operations, weft).ConfigureAwait(false);
        }
        catch
        {
            // Half an import is worse than none.
            await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft, access).ConfigureAwait(false);
            throw;
        }

        if (answer.Status == ResponseStatus.Saved)
        {
            var saved = await weft.Store.FindAsync(record.Id, CancellationToken.None).ConfigureAwait(false);
            return DocumentEndpoints.Created(saved ?? record, DocumentEndpoints.FounderGrant(maker), weft);
        }

        await DocumentEndpoints.DeleteDocumentAsync(record.Id, weft, access).ConfigureAwait(false);
        return Problems.Of(
            StatusCodes.Status422UnprocessableEntity, answer.Error?.Code ?? ErrorCodes.Internal, answer.Error?.Message ?? "The file could not be imported.");
    }

    /// <summary>Stores the pictures of an import.</summary>
    /// <returns>Why one of them cannot be; null when they all are.</returns>
    private static async Task<FileRefused?> StoreAsync(string id, ImmutableArray<ImportedFile> pictures, DocumentFiles files)
    {
        foreach (var picture in pictures)
        {
            if (await files.StoreAsync(id, picture.Bytes, CancellationToken.None).ConfigureAwait(false) is FileRefused refused)
            {
                return refused;
            }
        }

        return null;
    }

    private static async Task<ResponseMessage> FillAsync(string id, ImmutableArray<Operation> operations, WeftService weft)
    {
        using var lease = await weft.Rooms.AcquireAsync(id).ConfigureAwait(false) ?? throw new UnknownDocumentException(id);
        var errand = await RoomErrand.JoinAsync(lease.Host, weft.Connections.NextSession(), Caller.Server, "Import").ConfigureAwait(false);
        var answer = new ResponseMessage(ResponseStatus.Saved);
        foreach (var part in operations.Chunk(Limits.MaxOperations))
        {
            answer = await errand.ChangeAsync(0, part.Select(ToWire)).ConfigureAwait(false);
            if (answer.Status != ResponseStatus.Saved)
            {
                break;
            }
        }

        await errand.LeaveAsync().ConfigureAwait(false);
        return answer;
    }

    private static WireOperation ToWire(Operation operation) => operation switch
    {
        InsertText insert => new TextOperation(insert.Path, [new TextEdit(insert.Position, insert.Position, TextContent.Of(insert.Text))]),
        AddItem add => new AddOperation(
            add.Path.ToString(), add.Kind, add.Properties.ToDictionary(p => p.Key, p => new RawJson(p.Value.Text), StringComparer.Ordinal)),
        _ => throw new InvalidOperationException($"An import makes insertions and items, not a {operation.GetType().Name}."),
    };
}
