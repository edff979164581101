using System.IO.Pipelines;

namespace Weft.Server.Sockets.Handing;

/// <summary>The connection as HTTP sees it: its own, until it is handed over.</summary>
internal sealed class HttpTransport(IDuplexPipe inner, Handover handover) : IDuplexPipe
{
    /// <inheritdoc/>
    public PipeReader Input { get; } = new HttpInput(inner.Input, handover);

    /// <inheritdoc/>
    public PipeWriter Output { get; } = new HttpOutput(inner.Output, handover);
}
