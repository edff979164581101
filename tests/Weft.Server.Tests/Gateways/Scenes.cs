using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weft.Engine;

namespace Weft.Server.Tests.Gateways;

/// <summary>Scenes in one form, whoever holds them: so that two can be compared, and a difference be read.</summary>
internal static class Scenes
{
    /// <summary>What an app has.</summary>
    public static string Of(IEnumerable<(string Id, string Type, JsonObject Fields)> things)
    {
        var text = new StringBuilder();
        foreach (var (id, type, fields) in things.OrderBy(thing => thing.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{id} {type}");
            foreach (var (name, standard) in AppThing.DefaultsOf(type))
            {
                text.Append(CultureInfo.InvariantCulture, $" {name}={Show(name, fields[name] ?? standard)}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What a client of Weft has of what an app can show.</summary>
    public static string Of(IEnumerable<Item> items) => Of(items.Where(item => item.Kind is "component" or "source").Select(item =>
        (item.Id, item.Kind, new JsonObject(item.Properties.Select(p => KeyValuePair.Create(p.Key, JsonNode.Parse(p.Value.Text)))))));

    private static string Show(string name, JsonNode? value) => value switch
    {
        null => "null",
        System.Text.Json.Nodes.JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number => Number(name, number.GetValue<double>()),
        _ when name is "color_hex" => value.GetValue<string>().ToLowerInvariant(),
        JsonArray list => "[" + string.Join(',', list.Select(entry => Show(string.Empty, entry))) + "]",
        JsonObject thing => "{" + string.Join(',', thing.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Show(string.Empty, m.Value)}")) + "}",
        _ => value.ToJsonString(),
    };

    private static string Number(string name, double value)
    {
        value = Math.Round(value, 6);
        return (name is "angle_deg" ? ((value % 360) + 360) % 360 : value).ToString("R", CultureInfo.InvariantCulture);
    }
}
