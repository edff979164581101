using Weft.Protocol;

namespace Weft.Client;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record ConnectionEnd(string Reason)
{
    /// <summary>The state to stay in, when no other connection is to be tried.</summary>
    public ClientState? Final { get; init; }

    /// <summary>Whether the server had let the client in.</summary>
    public bool HasJoined { get; init; }

    /// <summary>Whether it was let in for so long that its end is no sign of trouble.</summary>
    public bool HasLasted { get; init; }

    /// <summary>Whether there are too many: then already the first attempt to come back is not a quick one.</summary>
    public bool IsCrowded { get; init; }

    /// <summary>Whether the server is there and answers, but cannot do its work for this client now.</summary>
    public bool IsStrained { get; init; }

    /// <summary>The end after a join that was refused.</summary>
    /// <param name="error">The server's answer.</param>
    /// <returns>How it ended.</returns>
    public static ConnectionEnd OfRefusal(WireError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var isCrowded = error.Code is ErrorCodes.TooManyJoins or ErrorCodes.DocumentBusy or ErrorCodes.ServerFull;
        return new ConnectionEnd(error.Message)
        {
            IsCrowded = isCrowded,
            IsStrained = isCrowded,
            Final = error.Code switch
            {
                ErrorCodes.Unauthorized => ClientState.SignedOut,
                ErrorCodes.Forbidden => ClientState.Denied,
                ErrorCodes.Internal => null,
                _ => isCrowded ? null : ClientState.Failed,
            },
        };
    }
}
