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
        "custom_jones_ey_imag":0.0,"use_custom_jones":false,"locked":false,"z_value":0.0,"name":null,"source_type":"ray","beam_waist_mm":0.5}
        """)!.AsObject();

    /// <summary>What sources have in the newer version only.</summary>
    private static readonly string[] Newer = ["name", "source_type", "beam_waist_mm"];

    private static readonly string[] Places = ["x_mm", "y_mm", "angle_deg"];

    private readonly JsonObject _fields;
    private readonly bool _isNewer;
    private JsonNode? _painted;

    public AppThing(string id, string type, bool isLocal, bool isNewer)
    {
        (Id, Type, IsLocal, _isNewer) = (id, type, isLocal, isNewer);
        _fields = DefaultsOf(type).DeepClone().AsObject();
        _painted = _fields["color_hex"]?.DeepClone();
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

    /// <summary>Its user changes a field. Only by this a source is painted in another colour.</summary>
    public void Edit(string field, JsonNode? value)
    {
        this[field] = value;
        _painted = field is "color_hex" ? value?.DeepClone() : _painted;
    }

    public static JsonObject DefaultsOf(string type) => type is "source" ? SourceDefaults : ComponentDefaults;

    /// <summary>What the app shows of it.</summary>
    public JsonObject Fields()
    {
        var data = _fields.DeepClone().AsObject();
        data["angle_deg"] = Turned(Number("angle_deg"));
        data["item_uuid"] = Id;
        data["_type"] = Type;
        return data;
    }

    /// <summary>What the app says of it: every field that this version knows, angles from 0 to 360, and the colour in which a source was painted at first.</summary>
    public JsonObject ToDictionary()
    {
        var data = Fields();
        if (Type is "source")
        {
            data["color_hex"] = _painted!.GetValue<string>().ToLowerInvariant();
            Array.ForEach(_isNewer ? [] : Newer, name => data.Remove(name));
        }

        return data;
    }

    /// <summary>The receiver of a move: it needs both coordinates, mirrors the angle unless it is newer, and leaves a locked item alone.</summary>
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
            this["angle_deg"] = Turned(_isNewer ? angle.GetValue<double>() : -angle.GetValue<double>());
        }
    }

    /// <summary>The receiver of an addition: the newer version takes everything, the older one nothing.</summary>
    public void Take(JsonObject data)
    {
        if (_isNewer)
        {
            Update(data);
            _painted = _fields["color_hex"]?.DeepClone();
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
