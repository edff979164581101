using Microsoft.Extensions.Logging;

namespace Weft.Server.Gateways;

internal sealed partial class GatewaySocket
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 1602, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway ended.")]
        public static partial void Closed(ILogger logger, long connection);

        [LoggerMessage(EventId = 1603, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway is closed with {Code}: {Reason}")]
        public static partial void Closing(ILogger logger, long connection, int code, string reason);

        [LoggerMessage(EventId = 1604, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway was lost: {Reason}.")]
        public static partial void Lost(ILogger logger, long connection, string reason);

        [LoggerMessage(EventId = 1606, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway <- {Bytes} bytes.")]
        public static partial void FrameIn(ILogger logger, long connection, int bytes);

        [LoggerMessage(EventId = 1607, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway -> {Bytes} bytes.")]
        public static partial void FrameOut(ILogger logger, long connection, int bytes);
    }
}
