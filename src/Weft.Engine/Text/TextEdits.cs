using System.Runtime.InteropServices;
using System.Text;

namespace Weft.Engine;

/// <summary>
/// Operations on one text that are told from left to right: what lies left of the place is done, what lies right of it is
/// as it was. Neighbours that are alike become one operation; formats come last, for they move nothing.
/// </summary>
internal sealed class TextEdits(string path)
{
    private readonly List<Operation> _operations = [];
    private readonly List<FormatText> _formats = [];

    // Which format of an attribute is the last one: no other reaches as far as the place.
    private readonly Dictionary<string, int> _lastFormats = new(StringComparer.Ordinal);
    private readonly StringBuilder _inserted = new();
    private Properties _attributes = Properties.Empty;
    private int _insertedAt;
    private int _deleted;

    /// <summary>The place, in the text as it will be.</summary>
    public int Position { get; private set; }

    /// <summary>How many events the operations so far are, formats left out.</summary>
    public int EventCount { get; private set; }

    /// <summary>Goes on without touching some units.</summary>
    public void Keep(int length)
    {
        Flush();
        Position += length;
    }

    /// <summary>Deletes the next units.</summary>
    public void Delete(int length)
    {
        FlushInserted();
        _deleted += length;
        EventCount += length;
    }

    /// <summary>Inserts units, and goes behind them.</summary>
    public void Insert(ReadOnlySpan<char> units, Properties attributes)
    {
        FlushDeleted();
        if (_inserted.Length > 0 && !_attributes.Equals(attributes))
        {
            FlushInserted();
        }

        if (_inserted.Length == 0)
        {
            (_insertedAt, _attributes) = (Position, attributes);
        }

        _inserted.Append(units);
        Position += units.Length;
        EventCount += units.Length;
    }

    /// <summary>Inserts an embed, and goes behind it.</summary>
    public void InsertEmbed(JsonValue embed, Properties attributes)
    {
        Flush();
        _operations.Add(new InsertEmbed(path, Position++, embed, attributes));
        EventCount++;
    }

    /// <summary>Sets an attribute of the next units, which are then to be kept.</summary>
    public void Format(int length, string key, JsonValue value)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastFormats, key, out var isThere);
        if (isThere && _formats[last] is var former && former.Position + former.Length == Position && former.Value == value)
        {
            _formats[last] = former with { Length = former.Length + length };
            return;
        }

        last = _formats.Count;
        _formats.Add(new FormatText(path, Position, length, key, value));
    }

    /// <summary>Adds the operations to others.</summary>
    public void AddTo(List<Operation> operations)
    {
        Flush();
        operations.AddRange(_operations);
        operations.AddRange(_formats);
    }

    private void Flush()
    {
        FlushDeleted();
        FlushInserted();
    }

    private void FlushDeleted()
    {
        if (_deleted > 0)
        {
            _operations.Add(new DeleteText(path, Position, _deleted));
            _deleted = 0;
        }
    }

    private void FlushInserted()
    {
        if (_inserted.Length > 0)
        {
            _operations.Add(new InsertText(path, _insertedAt, _inserted.ToString(), _attributes));
            _inserted.Clear();
        }
    }
}
