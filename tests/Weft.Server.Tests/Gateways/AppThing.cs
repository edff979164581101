using System.Globalization;
using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways;

/// <summary>An item on the canvas of a <see cref="DesktopApp"/>.</summary>
internal sealed class AppThing
{
    private static readonly JsonObject ComponentDefaults = JsonNode.Parse("""
        {"x_mm":0.0,"y_mm":0.0,"angle_deg":0.0,"object_height_mm":60.0,"mm_per_pixel":0.1,"name":null,"image_path":null,"reference_line_mm":null,
        "interfaces":[],"category":null,"notes":null,"locked":false,"z_value":0.0}
        """)!.AsObject();

    private static readonly JsonObject SourceDefaults = JsonNode.Parse("""
        {"x_mm":-400.0,"y_mm":0.0,"angle_deg":0.0,"size_mm":10.0,"n_rays":9,"ray_length_mm":1000.0,"spread_deg":0.0,"color_hex":"#DC143C","wavelength_nm":633.0,
        "polarization_type":"horizontal","polarization_angle_deg":0.0,"custom_jones_ex_real":1.0,"custom_jones_ex_imag":0.0,"custom_jones_ey_real":0.0,
        "custom_jones_ey_imag":0.0,"use_custom_jones":false,"locked":false,"z_value":0.0}
        """)!.AsObject();

    private static readonly string[] Places = ["x_mm", "y_mm", "angle_deg"];

    private readonly JsonObject _fields;

    public AppThing(string id, string type, bool isLocal)
    {
        (Id, Type, IsLocal) = (id, type, isLocal);
        _fields = DefaultsOf(type).DeepClone().AsObject();
    }

    public string Id { get; }

    public string Type { get; }

    /// <summary>Whether it was made here, and not by a command: only then a move is told twice.</summary>
    public bool IsLocal { get; }

    public bool IsLocked => _fields["locked"]!.GetValue<bool>();

    public JsonNode? this[string field]
    {
        get => _fields[field];
        set => _fields[field] = value;
    }

    public static JsonObject DefaultsOf(string type) => type is "source" ? SourceDefaults : ComponentDefaults;

    /// <summary>What the app says of it: every field, angles from 0 to 360.</summary>
    public JsonObject ToDictionary()
    {
        var data = _fields.DeepClone().AsObject();
        data["angle_deg"] = Turned(Number("angle_deg"));
        data["item_uuid"] = Id;
        data["_type"] = Type;
        return data;
    }

    /// <summary>The receiver of a move: it needs both coordinates, mirrors the angle, and leaves a locked item alone.</summary>
    public void Move(JsonObject data)
    {
        if (IsLocked)
        {
            return;
        }

        if (data["x_mm"] is { } x && data["y_mm"] is { } y)
        {
            (this["x_mm"], this["y_mm"]) = (x.DeepClone(), y.DeepClone());
        }

        if (data["angle_deg"] is { } angle)
        {
            this["angle_deg"] = Turned(-angle.GetValue<double>());
        }
    }

    /// <summary>The receiver of an update: everything anew, but a locked item is not placed.</summary>
    public void Update(JsonObject data)
    {
        var wasLocked = IsLocked;
        foreach (var (name, value) in DefaultsOf(Type))
        {
            if (!wasLocked || !Places.Contains(name))
            {
                this[name] = (data[name] ?? value)?.DeepClone();
            }
        }

        foreach (var (name, value) in data.Where(field => Type is "component" && !_fields.ContainsKey(field.Key) && field.Key is not ("item_uuid" or "_type" or "uuid" or "item_type")))
        {
            this[name] = value?.DeepClone();
        }
    }

    public double Number(string field) => _fields[field]!.GetValue<double>();

    private static double Turned(double angle)
    {
        var turned = angle % 360;
        return turned < 0 ? turned + 360 : turned;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type} {Id} {_fields.ToJsonString()}");
}
