using Microsoft.AspNetCore.Http;
using Weft.Protocol;
using Weft.Server.Files;
using Weft.Server.Gateways.OpenJam.Elements;
using Weft.Server.Hosting;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>The pictures of boards: OpenJam sends them inside its elements, and shows them from an address here afterwards.</summary>
internal sealed class JamFiles(DocumentFiles files, JamBoards boards)
{
    private const string Folder = "/openjam/files/";

    /// <summary>A picture, for whoever may see the board.</summary>
    public static async Task<IResult> GetAsync(string room, string hash, HttpContext context, JamBoards boards, WeftService weft, DocumentFiles files)
    {
        var (board, role, _) = await boards.FindAsync(room, context.JamUser(), context.RequestAborted).ConfigureAwait(false);
        return board is null ? JamAnswers.UnknownRoom()
            : role == DocumentRole.None ? JamAnswers.Error(StatusCodes.Status403Forbidden, "Room access denied")
            : await FileEndpoints.GetAsync(board.Id, hash, context, weft, files).ConfigureAwait(false);
    }

    /// <summary>The pictures of a board.</summary>
    public static JamPictures Of(string document) => new(hash => $"{Folder}{document}/{hash}");

    /// <summary>Keeps the pictures of a board.</summary>
    public JamPictures.Keep KeepIn(string document) => async bytes => await files.StoreAsync(document, bytes, CancellationToken.None).ConfigureAwait(false) switch
    {
        FileStored { File: var file } => (new JamPicture(file.Hash, file.Type, file.Size, file.Width, file.Height), null),
        FileRefused refused => (null, refused.Message),
        _ => throw new InvalidOperationException("A file is stored or refused."),
    };

    /// <summary>Fetches the pictures of other boards that somebody may see: whoever duplicates a board saves the addresses of its pictures.</summary>
    public JamPictures.Fetch FetchFor(JamUser user) => async address =>
    {
        if (!address.StartsWith(Folder, StringComparison.Ordinal) || address[Folder.Length..].Split('/') is not [var room, var hash])
        {
            return null;
        }

        var (board, role, _) = await boards.FindAsync(room, user, CancellationToken.None).ConfigureAwait(false);
        if (board is null || role == DocumentRole.None || await files.FindAsync(board.Id, hash, CancellationToken.None).ConfigureAwait(false) is not { } file)
        {
            return null;
        }

        var bytes = new byte[file.Size];
        var stream = files.Open(file);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(bytes).ConfigureAwait(false);
        }

        return bytes;
    };
}
