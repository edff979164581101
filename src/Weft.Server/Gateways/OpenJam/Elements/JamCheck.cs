using System.Collections.Frozen;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>Reads fields that somebody sent, and says in words what is wrong with them.</summary>
internal static class JamCheck
{
    /// <summary>Characters of an element's id: with what is added for its text it is still an item's id.</summary>
    public const int IdLength = 80;

    /// <summary>Fields of an element: four times what any type has.</summary>
    private const int MostFields = 80;

    private static readonly FrozenDictionary<string, JsonValueKind> Kinds = new Dictionary<JsonValueKind, string[]>
    {
        [JsonValueKind.Number] =
        [
            "x", "y", "width", "height", "rotation", "zIndex", "opacity", "createdAt", "updatedAt", "fontSize", "strokeWidth", "originalWidth", "originalHeight",
        ],
        [JsonValueKind.String] =
        [
            "text", "color", "textAlign", "shapeType", "fill", "stroke", "fontFamily", "fontWeight", "fontStyle", "backgroundColor", "style", "startArrow",
            "endArrow", "startElementId", "endElementId", "startAnchor", "endAnchor", "src", "objectFit", "name", "widgetType", "createdBy", "groupId",
        ],
        [JsonValueKind.True] = ["locked", "isEraser", "showName"],
        [JsonValueKind.Array] = ["points", "controlPoints", "childIds"],
        [JsonValueKind.Object] = ["startPoint", "endPoint", "widgetData"],
    }.SelectMany(kind => kind.Value.Select(name => KeyValuePair.Create(name, kind.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NeverNull =
        FrozenSet.ToFrozenSet(["x", "y", "width", "height", "rotation", "zIndex", "opacity", "locked", "points", "startPoint", "endPoint"], StringComparer.Ordinal);

    /// <summary>Reads the fields of an element, or changes of it.</summary>
    /// <param name="fields">What was sent.</param>
    /// <param name="refusal">What is wrong with it; null when nothing is.</param>
    /// <returns>The fields; none when they are refused.</returns>
    public static Properties Read(JsonElement fields, out string? refusal)
    {
        refusal = null;
        if (fields.ValueKind != JsonValueKind.Object)
        {
            refusal = "An element, or a change of one, is a JSON object.";
            return Properties.Empty;
        }

        var read = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        try
        {
            foreach (var field in fields.EnumerateObject())
            {
                if ((refusal = Check(field)) is not null)
                {
                    return Properties.Empty;
                }

                read[field.Name] = JsonValue.FromElement(field.Value);
            }
        }
        catch (InvalidOperationException)
        {
            // A string with half a pair of surrogates.
            refusal = "The element holds text that is not valid Unicode.";
        }

        refusal ??= read.Count > MostFields ? $"An element has at most {MostFields} fields." : null;
        return refusal is null ? Properties.From(read) : Properties.Empty;
    }

    /// <summary>What is wrong with the id of a new element; null when nothing is.</summary>
    public static string? Id(string? id) =>
        id is { Length: > 0 and <= IdLength } && id.All(c => c is > ' ' and < '\u007f' and not '/')
            ? null
            : $"An element's id has 1 to {IdLength} printable ASCII characters and no slash.";

    private static string? Check(JsonProperty field)
    {
        var (name, value) = (field.Name, field.Value);
        if (name.Length is 0 or > KindLimits.NameLength - 10 || name.Any(char.IsControl))
        {
            return $"A field's name has 1 to {KindLimits.NameLength - 10} characters.";
        }

        if (value.GetRawText().Length > KindLimits.PropertyLength)
        {
            return $"The value of '{name}' is longer than {KindLimits.PropertyLength} characters.";
        }

        if (value.ValueKind is JsonValueKind.Null)
        {
            return NeverNull.Contains(name) ? $"'{name}' must not be null." : null;
        }

        return Kinds.TryGetValue(name, out var kind) && !Is(value, kind) ? $"'{name}' must be {Word(kind)}." : CheckPoints(name, value);
    }

    private static string? CheckPoints(string name, JsonElement value) => name switch
    {
        "points" or "controlPoints" when JamGeometry.Points(JsonValue.FromElement(value)) is null => $"'{name}' must be a list of points with numbers 'x' and 'y' of at most 16 digits.",
        "startPoint" or "endPoint" when JamGeometry.Point(JsonValue.FromElement(value)) is null => $"'{name}' must be a point with numbers 'x' and 'y' of at most 16 digits.",
        _ => null,
    };

    private static bool Is(JsonElement value, JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => value.ValueKind == kind && value.TryGetDouble(out var number) && JamValues.IsNumber(number),
        JsonValueKind.True => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == kind,
    };

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "a number of at most 16 digits",
        JsonValueKind.String => "a text",
        JsonValueKind.True => "true or false",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
