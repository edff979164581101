using Microsoft.Extensions.Logging;

namespace Weft.Server.Rooms;

internal sealed partial class RoomHost
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 1101, Level = LogLevel.Debug, Message = "Document {Document} opened at revision {Revision}.")]
        public static partial void Opened(ILogger logger, string document, long revision);

        [LoggerMessage(EventId = 1102, Level = LogLevel.Debug, Message = "Document {Document} closed at revision {Revision}.")]
        public static partial void Closed(ILogger logger, string document, long revision);

        [LoggerMessage(EventId = 1103, Level = LogLevel.Error, Message = "Document {Document} stopped; it is read again from the store at the next join.")]
        public static partial void Failed(ILogger logger, string document, Exception exception);

        [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "A snapshot of document {Document} could not be written; its log is complete.")]
        public static partial void SnapshotFailed(ILogger logger, string document, Exception exception);

        [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "Document {Document} is opened from its whole log, which is slower: {Reason}")]
        public static partial void SnapshotNotUsed(ILogger logger, string document, string reason);

        [LoggerMessage(EventId = 1106, Level = LogLevel.Debug, Message = "The history of document {Document} was read up to revision {Revision} in {Elapsed}.")]
        public static partial void HistoryRead(ILogger logger, string document, long revision, TimeSpan elapsed);

        [LoggerMessage(EventId = 1110, Level = LogLevel.Warning, Message = "Who used a client id in document {Document} could not be noted; the history will not name them.")]
        public static partial void AuthorNotNoted(ILogger logger, string document, Exception exception);
    }
}
