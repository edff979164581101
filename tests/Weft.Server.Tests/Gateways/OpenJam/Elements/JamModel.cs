using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>
/// What OpenJam's documents say that its operations do to a board, as plainly as it can be said: elements by id, and deletes that are permanent.
/// </summary>
internal sealed class JamModel
{
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Elements { get; } = new(StringComparer.Ordinal);

    public void Apply(string opType, JsonObject data)
    {
        if (opType is "clear")
        {
            _deleted.UnionWith(Elements.Keys);
            Elements.Clear();
            return;
        }

        var id = (string)data["elementId"]!;
        if (opType is "add")
        {
            if (!_deleted.Contains(id))
            {
                Elements[id] = data["element"]!.DeepClone().AsObject();
            }
        }
        else if (opType is "delete" && Elements.Remove(id))
        {
            _deleted.Add(id);
        }
        else if (Elements.TryGetValue(id, out var element))
        {
            Change(opType, element, data);
        }
    }

    private static void Change(string opType, JsonObject element, JsonObject data)
    {
        string[] fields = opType switch
        {
            "move" => ["x", "y"],
            "resize" => ["width", "height", "x", "y"],
            "reorder" => ["zIndex"],
            "lock" => ["locked"],
            _ => [],
        };
        var source = opType is "update" ? data["changes"]!.AsObject() : data;
        foreach (var (name, value) in source.Where(field => opType is "update" || fields.Contains(field.Key, StringComparer.Ordinal)).ToList())
        {
            element[name] = value?.DeepClone();
        }

        if (opType is "update" or "move" or "resize")
        {
            element["updatedAt"] = data["timestamp"]!.DeepClone();
        }
    }
}
