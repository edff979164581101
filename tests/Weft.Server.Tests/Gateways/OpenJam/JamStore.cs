using System.Globalization;
using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways.OpenJam;

/// <summary>
/// The store of OpenJam's front-end, as its protocol's description tells of it: whatever comes is applied at once, without a look at clocks; an
/// operation is known by its id; of an element that was deleted here only an addition is taken.
/// </summary>
internal sealed class JamStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _elements = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_lock)
            {
                return [.. _elements.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public JsonObject? Find(string id)
    {
        lock (_lock)
        {
            return _elements.GetValueOrDefault(id)?.DeepClone().AsObject();
        }
    }

    public void Load(JsonArray elements)
    {
        lock (_lock)
        {
            _elements.Clear();
            _deleted.Clear();
            _known.Clear();
            foreach (var element in elements)
            {
                _elements[(string)element!["id"]!] = element.DeepClone().AsObject();
            }
        }
    }

    public JsonArray ToSave()
    {
        lock (_lock)
        {
            return [.. _elements.Values.Select(element => element.DeepClone())];
        }
    }

    public void ApplyLocal(string opId, string opType, JsonObject data)
    {
        lock (_lock)
        {
            _known.Add(opId);
            Apply(opType, data);
        }
    }

    public void ApplyRemote(string opId, string opType, JsonObject data)
    {
        lock (_lock)
        {
            var id = (string?)data["elementId"] ?? string.Empty;
            if (_known.Contains(opId) || (opType is not ("add" or "clear") && _deleted.Contains(id)))
            {
                return;
            }

            _known.Add(opId);
            Apply(opType, data);
        }
    }

    /// <summary>Takes an element away or brings it back without a word to anybody: undo.</summary>
    public void Undo(string id, JsonObject? element)
    {
        lock (_lock)
        {
            if (element is null)
            {
                _elements.Remove(id);
                _deleted.Add(id);
            }
            else
            {
                _elements[id] = element;
            }
        }
    }

    /// <summary>What is to be seen, in a form that can be compared.</summary>
    public string Scene()
    {
        lock (_lock)
        {
            return SceneOf(_elements.Values);
        }
    }

    public static string SceneOf(IEnumerable<JsonObject> elements) =>
        string.Join('\n', elements.OrderBy(element => (string)element["id"]!, StringComparer.Ordinal).Select(Canonical));

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(',', fields.Where(field => field.Key != "updatedAt" && field.Value is not null).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Canonical(field.Value)}")) + "}",
        JsonArray list => "[" + string.Join(',', list.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => Math.Round(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture), 4).ToString(CultureInfo.InvariantCulture),
        null => "null",
        _ => node.ToJsonString(),
    };

    private void Apply(string opType, JsonObject data)
    {
        var id = (string?)data["elementId"] ?? string.Empty;
        switch (opType)
        {
            case "add":
                var element = data["element"]!.DeepClone().AsObject();
                _elements[(string)element["id"]!] = element;
                break;
            case "delete":
                _elements.Remove(id);
                _deleted.Add(id);
                break;
            case "clear":
                _elements.Clear();
                break;
            case "update" when _elements.TryGetValue(id, out var updated):
                Copy(data["changes"]!.AsObject(), updated, [.. data["changes"]!.AsObject().Select(change => change.Key)]);
                updated["updatedAt"] = data["timestamp"]?.DeepClone();
                break;
            case "move" or "resize" when _elements.TryGetValue(id, out var moved):
                Copy(data, moved, "x", "y", "width", "height");
                moved["updatedAt"] = data["timestamp"]?.DeepClone();
                break;
            case "reorder" or "lock" when _elements.TryGetValue(id, out var placed):
                Copy(data, placed, "zIndex", "locked");
                break;
        }
    }

    private static void Copy(JsonObject from, JsonObject to, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (from.TryGetPropertyValue(name, out var value))
            {
                to[name] = value?.DeepClone();
            }
        }
    }
}
