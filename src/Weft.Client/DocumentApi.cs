using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Weft.Client;

/// <summary>The part of a server's REST interface that programs need around their connections.</summary>
/// <param name="http">Sends the requests; stays the caller's.</param>
/// <param name="server">The server.</param>
/// <param name="token">A token to show it; null for none.</param>
public sealed class DocumentApi(HttpClient http, ServerAddress server, string? token = null)
{
    /// <summary>The token that is shown to the server; null for none.</summary>
    public string? Token { get; } = token;

    /// <summary>Makes an empty document.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="kind">Its kind, such as <c>text</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="WeftClientException">The server cannot be reached or refuses.</exception>
    public async Task<string> CreateAsync(string title, string kind, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title", title);
            json.WriteString("kind", kind);
            json.WriteEndObject();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, "api/v1/documents"));
        request.Content = new ByteArrayContent(buffer.WrittenSpan.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = JsonDocument.Parse(await SendAsync(request, cancellationToken).ConfigureAwait(false));
        return answer.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Reads a text document as it is on the server now.</summary>
    /// <param name="id">The document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The text.</returns>
    /// <exception cref="WeftClientException">The server cannot be reached or refuses.</exception>
    public async Task<string> ReadTextAsync(string id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, $"api/v1/documents/{Uri.EscapeDataString(id)}/export?format=txt"));
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created
                ? body
                : throw new WeftClientException($"The server at {server.Http} answered {(int)response.StatusCode}: {DetailOf(body)}");
        }
        catch (HttpRequestException exception)
        {
            throw new WeftClientException(
                $"There is no Weft server at {server.Http} ({exception.Message}): start one with 'weft serve', or give its address with --url.", exception);
        }
    }

    private static string DetailOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : "no reason given.";
        }
        catch (JsonException)
        {
            return "that is not what a Weft server answers.";
        }
    }
}
