using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// The pictures of a board. OpenJam writes them into its elements as <c>data:</c> URLs; here their bytes are kept beside the document, which has
/// their hash, and OpenJam gets an address in their place.
/// </summary>
/// <param name="addressOf">The address of a picture by its hash; ends in the hash.</param>
internal sealed class JamPictures(Func<string, string> addressOf)
{
    private const int HashLength = 64;
    private const string Source = "src";
    private const string Scheme = "data:";
    private const string Base64 = ";base64";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, JamPicture> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps the bytes of a picture.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The picture, or why it is refused, one sentence for people.</returns>
    public delegate Task<(JamPicture? Picture, string? Refusal)> Keep(ReadOnlyMemory<byte> bytes);

    /// <summary>Fetches the bytes that an address is of; null for an address of somewhere else.</summary>
    public delegate Task<byte[]?> Fetch(string address);

    /// <summary>Whether a text is the hash of a picture.</summary>
    public static bool IsHash(string text) => text.Length == HashLength && !text.AsSpan().ContainsAnyExcept(HexDigits);

    /// <summary>The address of a picture.</summary>
    public string AddressOf(string hash) => addressOf(hash);

    /// <summary>The hash of the picture that an address is of; null when the address is not one of ours.</summary>
    public string? HashOf(string? address) =>
        address is { Length: >= HashLength } && address[^HashLength..] is var hash && IsHash(hash) && string.Equals(address, addressOf(hash), StringComparison.Ordinal)
            ? hash
            : null;

    /// <summary>A picture that was taken in; null when nothing is known of it but its hash.</summary>
    public JamPicture? Find(string hash) => _known.GetValueOrDefault(hash);

    /// <summary>
    /// Takes the pictures out of what was sent, before it is given to <see cref="JamWriter"/> with a board that has these pictures: keeps their
    /// bytes, and puts addresses in their place.
    /// </summary>
    /// <param name="said">The data of an operation, or the elements of a save.</param>
    /// <param name="keep">Keeps the bytes of one.</param>
    /// <param name="fetch">Fetches one that is an address; null to leave addresses as they are.</param>
    /// <returns>The same without pictures; or why one of them is refused.</returns>
    public async Task<(JsonElement Said, string? Refusal)> TakeInAsync(JsonElement said, Keep keep, Fetch? fetch = null)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in Sources(said).Distinct(StringComparer.Ordinal))
        {
            var isInside = source.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
            var bytes = isInside ? Bytes(source) : HashOf(source) is null && fetch is not null ? await fetch(source).ConfigureAwait(false) : null;
            if (bytes is null && isInside)
            {
                return (said, "The picture's data: URL cannot be read.");
            }

            if (bytes is null)
            {
                continue;
            }

            var (picture, refusal) = await keep(bytes).ConfigureAwait(false);
            if (picture is null)
            {
                return (said, refusal ?? "The picture cannot be kept.");
            }

            _known[picture.Hash] = picture;
            addresses.Add(source, addressOf(picture.Hash));
        }

        return (addresses.Count == 0 ? said : Rewritten(said, addresses), null);
    }

    private static IEnumerable<string> Sources(JsonElement said) => Holders(said)
        .Where(holder => holder.ValueKind == JsonValueKind.Object)
        .Select(holder => holder.TryGetProperty(Source, out var source) && source.ValueKind == JsonValueKind.String && !source.ValueEquals(string.Empty) ? Text(source) : null)
        .OfType<string>();

    private static IEnumerable<JsonElement> Holders(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.Array => said.EnumerateArray(),
        JsonValueKind.Object => said.EnumerateObject().Where(member => member.NameEquals("element") || member.NameEquals("changes")).Select(member => member.Value),
        _ => [],
    };

    private static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a pair of surrogates: whoever reads the element says so.
            return null;
        }
    }

    private static byte[]? Bytes(string url)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return null;
        }

        if (!url.AsSpan(0, comma).EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url[(comma + 1)..]));
        }

        var bytes = new byte[(url.Length - comma) / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(url.AsSpan(comma + 1), bytes, out var length) ? bytes[..length] : null;
    }

    private static JsonElement Rewritten(JsonElement said, Dictionary<string, string> addresses)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            Write(said, addresses, json);
        }

        using var rewritten = JsonDocument.Parse(buffer.WrittenMemory);
        return rewritten.RootElement.Clone();
    }

    private static void Write(JsonElement value, Dictionary<string, string> addresses, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    if (member.NameEquals(Source) && member.Value.ValueKind == JsonValueKind.String && Text(member.Value) is { } source && addresses.TryGetValue(source, out var address))
                    {
                        json.WriteStringValue(address);
                    }
                    else
                    {
                        Write(member.Value, addresses, json);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var part in value.EnumerateArray())
                {
                    Write(part, addresses, json);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(value.GetRawText());
                break;
        }
    }
}
