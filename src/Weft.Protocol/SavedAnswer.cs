using System.Globalization;
using System.Text.Unicode;

namespace Weft.Protocol;

/// <summary>
/// The answer that nearly every change gets, that it is saved and how, written without the serializer: there is one for each change, and nothing in
/// it but two numbers.
/// </summary>
internal static class SavedAnswer
{
    /// <summary>Bytes of the longest one.</summary>
    internal const int MaxBytes = 128;

    /// <summary>Writes it.</summary>
    /// <param name="message">Any message.</param>
    /// <param name="output">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="written">How many were written.</param>
    /// <returns>Whether the message was such an answer; otherwise nothing is written.</returns>
    internal static bool TryWrite(ServerMessage message, Span<byte> output, out int written)
    {
        written = 0;
        return message is ResponseMessage
        {
            Status: ResponseStatus.Saved, InReply: { } id, Revision: { } revision, Time: null, Applied: null, Error: null, Expires: null,
        }
            && Utf8.TryWrite(output, CultureInfo.InvariantCulture, $$"""{"type":"response","status":"saved","in_reply":{{id}},"revision":{{revision}}}""", out written);
    }
}
