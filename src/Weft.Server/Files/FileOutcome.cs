using Weft.Storage;

namespace Weft.Server.Files;

/// <summary>What became of bytes that were to be a file of a document: <see cref="FileStored"/> or <see cref="FileRefused"/>.</summary>
internal abstract record FileOutcome;

/// <summary>The document has the file now.</summary>
/// <param name="File">The file.</param>
/// <param name="IsNew">Whether its bytes were new to the server.</param>
internal sealed record FileStored(FileRecord File, bool IsNew) : FileOutcome;

/// <summary>Nothing was stored.</summary>
/// <param name="Status">The HTTP status that says so.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Limit">The limit that was hit; null when none was.</param>
internal sealed record FileRefused(int Status, string Code, string Message, ServerLimit? Limit = null) : FileOutcome
{
    public static FileRefused Over(ServerLimit limit, int status, string message) => new(status, limit.Code, message, limit);
}
