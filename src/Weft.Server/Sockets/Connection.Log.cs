using Microsoft.Extensions.Logging;

namespace Weft.Server.Sockets;

internal sealed partial class Connection
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 1201, Level = LogLevel.Debug, Message = "Connection {Connection} opened.")]
        public static partial void Opened(ILogger logger, long connection);

        [LoggerMessage(EventId = 1202, Level = LogLevel.Debug, Message = "Connection {Connection} ended.")]
        public static partial void Closed(ILogger logger, long connection);

        [LoggerMessage(EventId = 1208, Level = LogLevel.Debug, Message = "Connection {Connection} is closed with {Code}: {Reason}")]
        public static partial void Closing(ILogger logger, long connection, int code, string reason);

        [LoggerMessage(EventId = 1203, Level = LogLevel.Debug, Message = "Connection {Connection} was lost: {Reason}.")]
        public static partial void Lost(ILogger logger, long connection, string reason);

        [LoggerMessage(EventId = 1204, Level = LogLevel.Error, Message = "Connection {Connection} broke.")]
        public static partial void Broke(ILogger logger, long connection, Exception exception);

        [LoggerMessage(EventId = 1205, Level = LogLevel.Error, Message = "Document {Document} could not be opened.")]
        public static partial void OpenFailed(ILogger logger, string document, Exception exception);

        [LoggerMessage(EventId = 1206, Level = LogLevel.Debug, Message = "Connection {Connection} <- {Type}, {Bytes} bytes.")]
        public static partial void FrameIn(ILogger logger, long connection, string type, int bytes);

        [LoggerMessage(EventId = 1207, Level = LogLevel.Debug, Message = "Connection {Connection} -> {Type}, {Bytes} bytes.")]
        public static partial void FrameOut(ILogger logger, long connection, string type, int bytes);
    }
}
