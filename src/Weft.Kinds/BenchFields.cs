using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>The fields of Optiverse's items that have a meaning here, and what may stand in them. Others may hold anything.</summary>
internal static class BenchFields
{
    private static readonly FrozenDictionary<string, FieldRule> Rules = Table(
        (FieldRule.Place, ["x_mm", "y_mm", "angle_deg", "x", "y"]),
        (FieldRule.Number,
        [
            "z_value", "object_height_mm", "mm_per_pixel", "size_mm", "n_rays", "ray_length_mm", "spread_deg", "wavelength_nm", "polarization_angle_deg",
            "custom_jones_ex_real", "custom_jones_ex_imag", "custom_jones_ey_real", "custom_jones_ey_imag", "point_size", "width_mm", "height_mm",
            "ray_index", "start_param", "end_param", "z_base", "beam_waist_mm",
        ]),
        (FieldRule.Text, ["name", "image_path", "category", "notes", "color_hex", "polarization_type", "source_type", "text", "color", "label_prefix", "parent_group_uuid"]),
        (FieldRule.Flag, ["locked", "use_custom_jones", "collapsed"]),
        (FieldRule.Point, ["vertex", "point1", "point2", "p1", "p2"]),
        (FieldRule.Points, ["points"]),
        (FieldRule.Line, ["reference_line_mm"]),
        (FieldRule.Names, ["item_uuids"]),
        (FieldRule.Interfaces, ["interfaces"]));

    private static readonly FrozenDictionary<string, FieldRule> OfInterfaces = Table(
        (FieldRule.Number,
        [
            "x1_mm", "y1_mm", "x2_mm", "y2_mm", "efl_mm", "reflectivity", "split_T", "split_R", "pbs_transmission_axis_deg", "cutoff_wavelength_nm",
            "transition_width_nm", "phase_shift_deg", "fast_axis_deg", "transmission_axis_deg", "extinction_ratio_db", "rotation_angle_deg", "n1", "n2",
            "radius_of_curvature_mm",
        ]),
        (FieldRule.Text, ["element_type", "name", "pass_type", "polarizer_subtype"]),
        (FieldRule.Flag, ["is_polarizing", "is_curved"]));

    private enum FieldRule
    {
        Place,
        Number,
        Text,
        Flag,
        Point,
        Points,
        Line,
        Names,
        Interfaces,
    }

    /// <summary>Whether a field holds words, in an item or in an interface of one: then <c>"NaN"</c> in it is a word.</summary>
    /// <param name="utf8">The field's name, of <see cref="KindLimits.NameLength"/> bytes at most.</param>
    public static bool IsText(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[KindLimits.NameLength];
        name = name[..Encoding.UTF8.GetChars(utf8, name)];
        return Find(Rules, name) == FieldRule.Text || Find(OfInterfaces, name) == FieldRule.Text;
    }

    /// <summary>Whether a field is known: then null means that it is not there.</summary>
    public static bool IsKnown(string name) => Rules.ContainsKey(name);

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public static KindViolation? Check(string name, JsonValue value)
    {
        if (value.IsNull || Find(Rules, name) is not { } rule)
        {
            return null;
        }

        using var json = JsonDocument.Parse(value.Text);
        return CheckValue(name, rule, json.RootElement);
    }

    private static KindViolation? CheckValue(string name, FieldRule rule, JsonElement value) => rule switch
    {
        FieldRule.Place when !PropertyRules.IsFiniteNumber(value) => PropertyRules.Bad($"'{name}' must be a finite number."),
        FieldRule.Number when !IsNumber(value) => PropertyRules.Bad($"'{name}' must be a number."),
        FieldRule.Text when value.ValueKind != JsonValueKind.String => PropertyRules.Bad($"'{name}' must be a text."),
        FieldRule.Flag when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => PropertyRules.Bad($"'{name}' must be true or false."),
        FieldRule.Point when !PropertyRules.AreFiniteNumbers(value, 2, 2) => PropertyRules.Bad($"'{name}' must be a pair of numbers."),
        FieldRule.Points when !IsList(value, static point => PropertyRules.AreFiniteNumbers(point, 2, 2)) => PropertyRules.Bad($"'{name}' must be a list of pairs of numbers."),
        FieldRule.Line when !PropertyRules.AreFiniteNumbers(value, 4, 4) => PropertyRules.Bad($"'{name}' must be four numbers."),
        FieldRule.Names when !IsList(value, static id => id.ValueKind == JsonValueKind.String) => PropertyRules.Bad($"'{name}' must be a list of texts."),
        FieldRule.Interfaces when !IsList(value, static entry => entry.ValueKind == JsonValueKind.Object) => PropertyRules.Bad($"'{name}' must be a list of objects."),
        FieldRule.Interfaces => CheckInterfaces(value),
        _ => null,
    };

    private static KindViolation? CheckInterfaces(JsonElement entries)
    {
        foreach (var entry in entries.EnumerateArray())
        {
            foreach (var field in entry.EnumerateObject())
            {
                if (field.Value.ValueKind != JsonValueKind.Null && field.Name is var name
                    && Find(OfInterfaces, name) is { } rule && CheckValue(name, rule, field.Value) is { } violation)
                {
                    return violation;
                }
            }
        }

        return null;
    }

    private static bool IsNumber(JsonElement value) =>
        PropertyRules.IsFiniteNumber(value) || (value.ValueKind == JsonValueKind.String && PythonJson.IsNumberName(value.GetString()!));

    private static bool IsList(JsonElement value, Func<JsonElement, bool> isSound)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var entry in value.EnumerateArray())
        {
            if (!isSound(entry))
            {
                return false;
            }
        }

        return true;
    }

    private static FieldRule? Find(FrozenDictionary<string, FieldRule> rules, ReadOnlySpan<char> name) =>
        rules.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var rule) ? rule : null;

    private static FrozenDictionary<string, FieldRule> Table(params (FieldRule Rule, string[] Names)[] rules) => rules
        .SelectMany(entry => entry.Names, (entry, name) => KeyValuePair.Create(name, entry.Rule))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
