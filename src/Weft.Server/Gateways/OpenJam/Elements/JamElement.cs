using System.Text.Json;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>An element as OpenJam's front-end has it.</summary>
/// <param name="Fields">All fields, <c>id</c> and <c>type</c> among them; a null value is a field that is there and null.</param>
internal sealed record JamElement(Properties Fields)
{
    /// <summary>Its id, which is the item's.</summary>
    public string Id => Text("id");

    /// <summary>One of the eight types: sticky, shape, text, connector, drawing, image, frame, widget.</summary>
    public string Type => Text("type");

    /// <summary>When it was changed last in OpenJam, in milliseconds since 1970; 0 when that is not known.</summary>
    public double UpdatedAt => Number("updatedAt");

    /// <summary>Its place in the stack.</summary>
    public double ZIndex => Number("zIndex");

    /// <summary>The element as one JSON object.</summary>
    public string Json => Fields.ToString();

    /// <summary>Writes the element as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        foreach (var (name, value) in Fields)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.Text, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private string Text(string field) => Fields.TryGetValue(field, out var value) && JamValues.Text(value) is { } text ? text : string.Empty;

    private double Number(string field) => Fields.TryGetValue(field, out var value) && JamValues.Number(value) is { } number ? number : 0;
}
