using Microsoft.AspNetCore.Http;

namespace Weft.Server.Rest;

/// <summary>Reads request bodies up to a bound.</summary>
internal static class BodyReader
{
    /// <summary>Reads the whole body.</summary>
    /// <returns>The bytes, or null when there are more than the bound allows.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false) is var read and > 0)
        {
            if (body.Length + read > limit)
            {
                return null;
            }

            body.Write(buffer.AsSpan(0, read));
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
