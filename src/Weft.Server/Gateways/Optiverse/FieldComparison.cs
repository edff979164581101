using System.Collections.Frozen;
using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>
/// Whether a field says the same before and after a trip through the app, which writes out every default, turns 1 into 1.0, calculates angles
/// to and fro and writes colours in small letters. Only what really differs may count as the user's change: it would win over somebody else's otherwise.
/// </summary>
internal static class FieldComparison
{
    private const double Tolerance = 1e-9;
    private const double FullTurn = 360;

    private static readonly FrozenDictionary<string, JsonElement> Defaults = Read("""
        {"x_mm":0,"y_mm":0,"angle_deg":0,"locked":false,"z_value":0,"object_height_mm":60,"mm_per_pixel":0.1,"name":"","image_path":"","interfaces":[],
        "category":"","notes":"","size_mm":10,"n_rays":9,"ray_length_mm":1000,"spread_deg":0,"color_hex":"#DC143C","wavelength_nm":633,
        "polarization_type":"horizontal","polarization_angle_deg":0,"custom_jones_ex_real":1,"custom_jones_ex_imag":0,"custom_jones_ey_real":0,
        "custom_jones_ey_imag":0,"use_custom_jones":false,"source_type":"ray","beam_waist_mm":0.5,
        "efl_mm":100,"reflectivity":100,"split_T":50,"split_R":50,"is_polarizing":false,"pbs_transmission_axis_deg":0,"cutoff_wavelength_nm":550,
        "transition_width_nm":50,"pass_type":"longpass","polarizer_subtype":"waveplate","phase_shift_deg":90,"fast_axis_deg":0,"transmission_axis_deg":0,
        "extinction_ratio_db":40,"rotation_angle_deg":45,"n1":1,"n2":1.5,"is_curved":false,"radius_of_curvature_mm":0}
        """);

    private static readonly JsonElement SourceX = Read("""{"x_mm":-400}""")["x_mm"];

    /// <summary>The number that a field has when it is not there.</summary>
    public static string DefaultOf(string kind, string name) => Default(kind, name) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : "0";

    /// <summary>Compares two values of a field.</summary>
    /// <param name="kind">The item's kind.</param>
    /// <param name="name">The field.</param>
    /// <param name="one">A value; null when it is not there.</param>
    /// <param name="other">The other one.</param>
    public static bool AreSame(string kind, string name, JsonValue one, JsonValue other)
    {
        if (one == other)
        {
            return true;
        }

        using var first = JsonDocument.Parse(one.Text);
        using var second = JsonDocument.Parse(other.Text);
        return AreSame(kind, name, first.RootElement, second.RootElement);
    }

    private static bool AreSame(string kind, string name, JsonElement one, JsonElement other)
    {
        one = IsAbsent(one) ? Default(kind, name) : one;
        other = IsAbsent(other) ? Default(kind, name) : other;
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }

        return one.ValueKind switch
        {
            JsonValueKind.Undefined => true,
            JsonValueKind.Number => AreClose(name, one.GetDouble(), other.GetDouble()),
            JsonValueKind.String when name is "color_hex" => string.Equals(one.GetString(), other.GetString(), StringComparison.OrdinalIgnoreCase),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
                && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreSame(kind, string.Empty, pair.First, pair.Second)),
            JsonValueKind.Object => one.EnumerateObject().Concat(other.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal)
                .All(member => AreSame(kind, member, Member(one, member), Member(other, member))),
            _ => JsonElement.DeepEquals(one, other),
        };
    }

    private static bool AreClose(string name, double one, double other)
    {
        var apart = Math.Abs(one - other);
        if (name is "angle_deg")
        {
            apart %= FullTurn;
            apart = Math.Min(apart, FullTurn - apart);
        }

        return apart <= Tolerance * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));
    }

    private static bool IsAbsent(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    private static JsonElement Member(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement Default(string kind, string name) => kind is BenchKind.Source && name is "x_mm" ? SourceX : Defaults.GetValueOrDefault(name);

    private static FrozenDictionary<string, JsonElement> Read(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.EnumerateObject().ToFrozenDictionary(member => member.Name, member => member.Value.Clone(), StringComparer.Ordinal);
    }
}
