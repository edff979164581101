using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>The engine's properties as those of a message: read as they are, not copied.</summary>
internal sealed class WireProperties(Properties inner) : IReadOnlyDictionary<string, RawJson>
{
    internal Properties Inner => inner;

    public int Count => inner.Count;

    public IEnumerable<string> Keys => inner.Keys;

    public IEnumerable<RawJson> Values => inner.Values.Select(value => new RawJson(value.Text));

    public RawJson this[string key] => new(inner[key].Text);

    public bool ContainsKey(string key) => inner.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out RawJson value)
    {
        bool isThere = inner.TryGetValue(key, out JsonValue there);
        value = isThere ? new RawJson(there.Text) : default;
        return isThere;
    }

    public IEnumerator<KeyValuePair<string, RawJson>> GetEnumerator()
    {
        foreach ((string key, JsonValue value) in inner)
        {
            yield return KeyValuePair.Create(key, new RawJson(value.Text));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
