using System.Buffers;
using System.Text.Json;
using Weft.Engine;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What a save says that a front-end did, which the server knew otherwise.</summary>
internal sealed class JamSaveDraft
{
    private readonly Dictionary<string, JsonElement> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    /// <summary>Compares a saved list with what the front-end was last known to show.</summary>
    /// <param name="known">What is known of it; what it may not have heard of says nothing.</param>
    /// <param name="elements">The saved list.</param>
    /// <param name="now">The time.</param>
    public JamSaveDraft(JamKnowledge known, JsonElement elements, DateTimeOffset now)
    {
        var saved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in elements.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out var named) || JsonValue.TryParse(named.GetRawText(), out var text) is false || JamValues.Text(text) is not { } id)
            {
                continue;
            }

            saved.Add(id);
            var shown = known.Canvas.Elements.GetValueOrDefault(id);
            if (!known.IsUnsure(id, now) && (shown is null || !JamCanvas.AreSame(shown, JamCanvas.FieldsOf(element))))
            {
                _changed[id] = element;
            }
        }

        _removed.UnionWith(known.Canvas.Elements.Keys.Where(id => !saved.Contains(id) && !known.IsUnsure(id, now)));
    }

    /// <summary>Elements that it says otherwise.</summary>
    public int Differences => _changed.Count + _removed.Count;

    /// <summary>The board as it is, with what the front-end did over it: a list to save.</summary>
    public ReadOnlyMemory<byte> Over(IEnumerable<JamElement> board)
    {
        var buffer = new ArrayBufferWriter<byte>(4 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var element in board.Where(element => !_removed.Contains(element.Id) && !_changed.ContainsKey(element.Id)))
            {
                element.WriteTo(json);
            }

            foreach (var element in _changed.Values)
            {
                element.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
