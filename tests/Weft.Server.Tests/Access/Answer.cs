using System.Net;
using System.Text.Json;

namespace Weft.Server.Tests.Access;

/// <summary>An answer of the REST interface.</summary>
internal sealed class Answer
{
    public Answer(HttpResponseMessage response, string body)
    {
        Status = response.StatusCode;
        Body = body;
        Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
    }

    public HttpStatusCode Status { get; }

    public string Body { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Status and code of a problem, which must also have a sentence.</summary>
    public (int Status, string? Code) Problem
    {
        get
        {
            Assert.EndsWith(".", Text("detail"), StringComparison.Ordinal);
            return ((int)Status, Text("code"));
        }
    }

    public string? Text(string field) => Json.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
