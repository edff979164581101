using System.Buffers;
using System.Text.Json;
using Weft.Engine;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What a save says that a front-end did, which the server knew otherwise.</summary>
internal sealed class JamSaveDraft
{
    private readonly JamKnowledge _known;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset _begun;
    private readonly Dictionary<string, Properties> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);

    /// <summary>Compares a saved list with what the front-end was last known to show.</summary>
    /// <param name="known">What is known of it; what it may not have heard of says nothing.</param>
    /// <param name="elements">The saved list.</param>
    /// <param name="now">The time.</param>
    /// <param name="begun">When the save began to come in: what the front-end said since is not in it.</param>
    public JamSaveDraft(JamKnowledge known, JsonElement elements, DateTimeOffset now, DateTimeOffset begun)
    {
        (_known, _now, _begun) = (known, now, begun);
        var saved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in elements.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object))
        {
            var fields = JamCanvas.FieldsOf(element);
            if (fields.Text("id") is { } id && saved.Add(id))
            {
                Compare(id, fields, known.Canvas.Elements.GetValueOrDefault(id));
            }
        }

        foreach (var id in known.Canvas.Elements.Keys.Where(id => !saved.Contains(id)))
        {
            (IsUnsure(id) ? _unsure : _removed).Add(id);
        }
    }

    /// <summary>Elements that it says otherwise.</summary>
    public int Differences => _changed.Count + _removed.Count;

    /// <summary>Elements that it says otherwise, where it may not have heard yet, or have said more since.</summary>
    public IReadOnlyCollection<string> Unsure => _unsure;

    /// <summary>What the front-end shows.</summary>
    /// <param name="canvas">What it was known to show.</param>
    public JamCanvas On(JamCanvas canvas) =>
        _changed.Aggregate(_removed.Aggregate(canvas, (shown, id) => shown.Without(id)), (shown, element) => shown.With(element.Key, element.Value));

    /// <summary>The board as it is, with what the front-end did over it: a list to save.</summary>
    public ReadOnlyMemory<byte> Over(IEnumerable<JamElement> board)
    {
        var buffer = new ArrayBufferWriter<byte>(4 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var element in board.Where(element => !_removed.Contains(element.Id) && !_changed.ContainsKey(element.Id)).Concat(_changed.Values.Select(fields => new JamElement(fields))))
            {
                element.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private void Compare(string id, Properties saved, Properties? shown)
    {
        if (shown is not null && JamCanvas.AreSame(shown, saved))
        {
            return;
        }

        // A front-end stamps what it does: an element with an older stamp is from before that.
        if (IsUnsure(id) || (shown is not null && saved.Number(JamCanvas.UpdatedAt) < shown.Number(JamCanvas.UpdatedAt)))
        {
            _unsure.Add(id);
        }
        else
        {
            _changed[id] = saved;
        }
    }

    private bool IsUnsure(string id) => _known.IsUnsure(id, _now) || _known.HasSaid(id, _begun);
}
