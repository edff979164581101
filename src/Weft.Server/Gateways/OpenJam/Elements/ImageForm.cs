using System.Globalization;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A picture. Its bytes are kept beside the document, which has their hash; OpenJam gets an address in their place.</summary>
internal sealed class ImageForm : JamForm
{
    /// <summary>Excalidraw's name for the file, which is its hash.</summary>
    private const string FileId = BoardKind.File;

    /// <summary>Where our web app keeps what is known of the picture: an object of <see cref="Picture"/> in it.</summary>
    private const string Custom = "customData";

    private const string Picture = "picture";

    /// <inheritdoc/>
    public override string Type => "image";

    /// <inheritdoc/>
    public override (double Width, double Height) Size => (300, 200);

    /// <inheritdoc/>
    public override Properties Look { get; } = JamLook.Plain
        .With("strokeColor", JsonValue.FromString("transparent")).With("backgroundColor", JsonValue.FromString("transparent"))
        .With("scale", JsonValue.Parse("[1,1]"));

    /// <inheritdoc/>
    public override Properties Defaults { get; } = Properties.Empty
        .With("src", JsonValue.FromString(string.Empty)).With("originalWidth", JsonValue.FromNumber(0)).With("originalHeight", JsonValue.FromNumber(0))
        .With("objectFit", JsonValue.FromString("fill"));

    /// <inheritdoc/>
    public override bool Takes(string kind) => kind is "image";

    /// <inheritdoc/>
    public override string KindFor(Properties element) => "image";

    /// <inheritdoc/>
    public override void Show(BoardItems board, Item item, Dictionary<string, JsonValue> fields)
    {
        base.Show(board, item, fields);
        if (item.Properties.Text(FileId) is { } hash && JamPictures.IsHash(hash))
        {
            fields["src"] = JsonValue.FromString(board.Pictures.AddressOf(hash));
            ShowSize(item.Properties.Get(Custom), fields);
        }
    }

    /// <inheritdoc/>
    public override void Put(JamPut put)
    {
        base.Put(put);
        if (put.Changes("src"))
        {
            PutPicture(put);
        }
    }

    private static void ShowSize(JsonValue custom, Dictionary<string, JsonValue> fields)
    {
        using var json = JsonDocument.Parse(custom.Text);
        if (json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty(Picture, out var picture) && picture.ValueKind == JsonValueKind.Object
            && picture.TryGetProperty("width", out var width) && JamValues.Number(JsonValue.FromElement(width)) is not null
            && picture.TryGetProperty("height", out var height) && JamValues.Number(JsonValue.FromElement(height)) is not null)
        {
            (fields["originalWidth"], fields["originalHeight"]) = (JsonValue.FromElement(width), JsonValue.FromElement(height));
        }
    }

    private static void PutPicture(JamPut put)
    {
        var hash = put.Work.Board.Pictures.HashOf(put.Wanted.Text("src"));
        put.Item.Set(FileId, hash is null ? JsonValue.Null : JsonValue.FromString(hash));
        put.Item.Set("status", hash is null ? "pending" : "saved");
        if (hash is not null && put.Work.Board.Pictures.Find(hash) is { } picture)
        {
            put.Item.Set(Custom, WithFacts(put.Item.Now.Get(Custom), picture));
        }
    }

    // What else is kept there stays.
    private static JsonValue WithFacts(JsonValue custom, JamPicture picture)
    {
        var facts = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"type":{{JsonValue.FromString(picture.Type).Text}},"bytes":{{picture.Size}},"width":{{picture.Width}},"height":{{picture.Height}}}""");
        using var json = JsonDocument.Parse(custom.Text);
        var members = json.RootElement.ValueKind != JsonValueKind.Object ? Properties.Empty :
            Properties.From(json.RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, JsonValue.FromElement(member.Value))));
        return JsonValue.Parse(members.With(Picture, JsonValue.Parse(facts)).ToString());
    }
}
