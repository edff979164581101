using Microsoft.Extensions.Logging;

namespace Weft.Server.Gateways;

internal abstract partial class GatewayConnection
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 1601, Level = LogLevel.Debug, Message = "Connection {Connection} enters a document, speaking {Protocol}.")]
        public static partial void Opened(ILogger logger, long connection, string protocol);

        [LoggerMessage(EventId = 1605, Level = LogLevel.Error, Message = "Connection {Connection} of a gateway broke.")]
        public static partial void Broke(ILogger logger, long connection, Exception exception);

        [LoggerMessage(EventId = 1608, Level = LogLevel.Debug, Message = "Connection {Connection} of a gateway lost its document: {Reason}.")]
        public static partial void Lost(ILogger logger, long connection, string reason);
    }
}
