using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weft.Protocol;

/// <summary>The serializer metadata in use: letters are written as they are, not as escapes, since no frame is ever put into a page.</summary>
internal static class WireJson
{
    internal static WireContext Context { get; } =
        new(new JsonSerializerOptions(WireContext.Default.ClientMessage.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
