using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Names with JSON values, sorted by name (ordinal); immutable, compared by value. In a write a null value takes the
/// name away; in a state no value is null.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the field's word, and a value more than a container.")]
public sealed class Properties : IReadOnlyDictionary<string, JsonValue>, IEquatable<Properties>
{
    private readonly string[] _keys;
    private readonly JsonValue[] _values;

    private Properties(string[] keys, JsonValue[] values)
    {
        _keys = keys;
        _values = values;
    }

    /// <summary>No properties.</summary>
    public static Properties Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _keys;

    /// <inheritdoc/>
    public IEnumerable<JsonValue> Values => _values;

    /// <inheritdoc/>
    public JsonValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"No property '{key}'.");

    /// <summary>One property.</summary>
    public static Properties Of(string key, JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Properties([key], [value]);
    }

    /// <summary>These properties; of two with one name the later one counts.</summary>
    public static Properties From(IEnumerable<KeyValuePair<string, JsonValue>> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var given = properties as KeyValuePair<string, JsonValue>[] ?? [.. properties];
        if (given.Length <= 1)
        {
            return given.Length == 0 ? Empty : Of(given[0].Key, given[0].Value);
        }

        var sorted = new (string Key, int Place, JsonValue Value)[given.Length];
        for (var i = 0; i < given.Length; i++)
        {
            sorted[i] = (given[i].Key, i, given[i].Value);
        }

        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key) is not 0 and var order ? order : one.Place - other.Place);
        var count = 0;
        foreach (var property in sorted)
        {
            count += count > 0 && string.Equals(sorted[count - 1].Key, property.Key, StringComparison.Ordinal) ? 0 : 1;
            sorted[count - 1] = property;
        }

        var (keys, values) = (new string[count], new JsonValue[count]);
        for (var i = 0; i < count; i++)
        {
            (keys[i], _, values[i]) = sorted[i];
        }

        return new Properties(keys, values);
    }

    /// <summary>These properties with one set, also to null.</summary>
    public Properties With(string key, JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        if (at >= 0)
        {
            if (_values[at] == value)
            {
                return this;
            }

            var values = (JsonValue[])_values.Clone();
            values[at] = value;
            return new Properties(_keys, values);
        }

        return new Properties(Inserted(_keys, ~at, key), Inserted(_values, ~at, value));
    }

    /// <summary>These properties without one.</summary>
    public Properties Without(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        return at < 0 ? this : Count == 1 ? Empty : new Properties(Removed(_keys, at), Removed(_values, at));
    }

    /// <summary>The state after a write: set, or taken away when the value is null.</summary>
    public Properties Written(string key, JsonValue value) => value.IsNull ? Without(key) : With(key, value);

    /// <summary>The state that remains when the null values are taken out.</summary>
    public Properties WithoutNulls() => HasNulls ? From(this.Where(property => !property.Value.IsNull)) : this;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonValue value)
    {
        var at = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        value = at >= 0 ? _values[at] : default;
        return at >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(Properties? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (_keys.AsSpan().SequenceEqual(other._keys) && _values.AsSpan().SequenceEqual(other._values)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Properties);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < _keys.Length; i++)
        {
            hash.Add(_keys[i], StringComparer.Ordinal);
            hash.Add(_values[i]);
        }

        return hash.ToHashCode();
    }

    /// <summary>The properties as one JSON object.</summary>
    public override string ToString() =>
        "{" + string.Join(',', this.Select(property => JsonValue.FromString(property.Key).Text + ":" + property.Value.Text)) + "}";

    /// <summary>The names and values, in the order of the names.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether any value is null.</summary>
    internal bool HasNulls => _values.Length > 0 && Array.Exists(_values, value => value.IsNull);

    /// <summary>The name at a place of the order, for loops that must not allocate.</summary>
    internal string KeyAt(int index) => _keys[index];

    /// <summary>The value at a place of the order.</summary>
    internal JsonValue ValueAt(int index) => _values[index];

    private static T[] Inserted<T>(T[] array, int at, T element)
    {
        var result = new T[array.Length + 1];
        array.AsSpan(0, at).CopyTo(result);
        result[at] = element;
        array.AsSpan(at).CopyTo(result.AsSpan(at + 1));
        return result;
    }

    private static T[] Removed<T>(T[] array, int at)
    {
        var result = new T[array.Length - 1];
        array.AsSpan(0, at).CopyTo(result);
        array.AsSpan(at + 1).CopyTo(result.AsSpan(at));
        return result;
    }

    /// <summary>Goes through names and values without allocating.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "A collection's enumerator is nested everywhere in .NET.")]
    public struct Enumerator : IEnumerator<KeyValuePair<string, JsonValue>>
    {
        private readonly Properties _properties;
        private int _at;

        internal Enumerator(Properties properties) => (_properties, _at) = (properties, -1);

        /// <inheritdoc/>
        public readonly KeyValuePair<string, JsonValue> Current => new(_properties._keys[_at], _properties._values[_at]);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_at < _properties._keys.Length;

        /// <inheritdoc/>
        public void Reset() => _at = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
