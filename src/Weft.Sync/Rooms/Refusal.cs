using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Why a change is not taken.</summary>
internal sealed record Refusal(string Code, string Message, string? At = null)
{
    internal WireError ToError() => new(Code, Message, At);
}
