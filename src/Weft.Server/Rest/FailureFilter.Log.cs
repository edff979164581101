using Microsoft.Extensions.Logging;

namespace Weft.Server.Rest;

internal sealed partial class FailureFilter
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 1301, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
