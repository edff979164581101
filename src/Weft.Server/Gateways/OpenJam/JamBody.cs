using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weft.Server.Rest;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>A request's body: one JSON object whose fields are asked for one by one.</summary>
internal sealed class JamBody : IDisposable
{
    /// <summary>Levels of nesting: cells of tables in widgets stand eight levels deep.</summary>
    private const int MaxDepth = 32;

    private readonly JsonDocument _json;

    private JamBody(JsonDocument json) => _json = json;

    public JsonElement Root => _json.RootElement;

    /// <summary>Reads a body.</summary>
    /// <returns>The body, or the answer to one that is none.</returns>
    public static async Task<(JamBody? Body, IResult? Refusal)> ReadAsync(HttpRequest request, int limit, string tooLarge)
    {
        if (request.ContentLength > limit || await BodyReader.ReadAsync(request, limit).ConfigureAwait(false) is not { } bytes)
        {
            return (null, JamAnswers.Error(StatusCodes.Status413PayloadTooLarge, tooLarge));
        }

        if (bytes.IsEmpty)
        {
            return (null, JamAnswers.Invalid("EOF"));
        }

        try
        {
            var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (new JamBody(json), null);
            }

            json.Dispose();
            return (null, JamAnswers.Invalid("the body must be one JSON object"));
        }
        catch (JsonException)
        {
            return (null, JamAnswers.Invalid("the body is not JSON"));
        }
    }

    /// <summary>Reads a body with a few fields.</summary>
    public static Task<(JamBody? Body, IResult? Refusal)> ReadAsync(HttpRequest request) => ReadAsync(request, JamAnswers.SmallBody, "The request is too large");

    /// <summary>A text field; null when it is not there, is no text, or its text is not Unicode.</summary>
    public string? Text(string name)
    {
        try
        {
            return Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _json.Dispose();
}
