using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// The events of one text in the order of arrival, as rows of run-length columns, with all units that were ever
/// inserted in one buffer.
/// </summary>
internal sealed class TextLog
{
    private TextRow[] _rows = [];
    private TextPayload[] _payloads = [TextPayload.None];
    private int _payloadCount = 1;
    private char[] _units = [];
    private HashSet<int>? _lowSurrogates;
    private int _hint;

    /// <summary>The rows, ascending; not to be kept across appends.</summary>
    public ReadOnlySpan<TextRow> Rows => _rows.AsSpan(0, RowCount);

    public int RowCount { get; private set; }

    /// <summary>How many events there are.</summary>
    public int EventCount => RowCount == 0 ? 0 : _rows[RowCount - 1].Index + _rows[RowCount - 1].Length;

    /// <summary>All units that were ever inserted, in the order of their rows; not to be kept across appends.</summary>
    public ReadOnlySpan<char> Units => _units.AsSpan(0, UnitCount);

    public int UnitCount { get; private set; }

    /// <summary>The payloads that rows refer to; the first is none.</summary>
    public ReadOnlySpan<TextPayload> Payloads => _payloads.AsSpan(0, _payloadCount);

    public ReadOnlySpan<char> UnitsOf(in TextRow row) => _units.AsSpan(row.Content, row.Length);

    /// <summary>
    /// Makes room, so that the next appends allocate nothing.
    /// </summary>
    public void Reserve(int rows, int units)
    {
        if (_rows.Length < RowCount + rows)
        {
            Array.Resize(ref _rows, Math.Max(RowCount + rows, _rows.Length * 2));
        }

        if (_units.Length < UnitCount + units)
        {
            Array.Resize(ref _units, Math.Max(UnitCount + units, _units.Length * 2));
        }
    }

    /// <summary>Adds a payload, or finds it when it is the latest one.</summary>
    public int Intern(TextPayload payload)
    {
        if (payload.Equals(_payloads[_payloadCount - 1]))
        {
            return _payloadCount - 1;
        }

        if (payload.Equals(TextPayload.None))
        {
            return 0;
        }

        if (_payloadCount == _payloads.Length)
        {
            Array.Resize(ref _payloads, Math.Max(4, _payloads.Length * 2));
        }

        _payloads[_payloadCount] = payload;
        return _payloadCount++;
    }

    /// <summary>Adds an operation, to the last row when it continues that.</summary>
    /// <param name="at">Its first event.</param>
    /// <param name="continues">
    /// Whether it may join the last row: its only parent is the event before, and that is of an earlier change, so that
    /// what was one operation stays one.
    /// </param>
    /// <param name="kind">What it does; a deletion of several units is forward.</param>
    /// <param name="position">Where.</param>
    /// <param name="length">How many events; of a format, how many units it covers.</param>
    /// <param name="units">What it inserts; empty unless it inserts text.</param>
    /// <param name="payload">The index of its payload.</param>
    public void Append(int at, bool continues, TextKind kind, int position, int length, ReadOnlySpan<char> units, int payload)
    {
        Debug.Assert(kind != TextKind.Insert || units.Length == length, "An insertion has its units.");
        Debug.Assert(RowCount == 0 || _rows[RowCount - 1].End <= at, "Events come in their order.");
        if (!continues || !TryExtend(at, kind, position, length, payload))
        {
            AddRow(at, kind, position, length, payload);
        }

        if (units.Length > 0)
        {
            if (_units.Length < UnitCount + units.Length)
            {
                Reserve(0, units.Length);
            }

            units.CopyTo(_units.AsSpan(UnitCount));
            UnitCount += units.Length;
        }
    }

    /// <summary>Adds a part of a row of another log, under other numbers.</summary>
    public void Append(in TextRow row, int at, TextLog from, Dictionary<int, int> payloads)
    {
        var units = row.Kind == TextKind.Insert ? from.UnitsOf(row) : default;
        if (!payloads.TryGetValue(row.Payload, out var payload))
        {
            payload = row.Payload == 0 ? 0 : Intern(from.Payloads[row.Payload]);
            payloads.Add(row.Payload, payload);
        }

        Reserve(1, units.Length);
        _rows[RowCount] = row with { Event = at, Index = EventCount, Content = row.Kind == TextKind.Format ? row.Content : UnitCount, Payload = payload };
        RowCount++;
        units.CopyTo(_units.AsSpan(UnitCount));
        UnitCount += units.Length;
    }

    /// <summary>A log of the events from one on, under the same numbers.</summary>
    public TextLog From(int lv)
    {
        var rest = new TextLog();
        var payloads = new Dictionary<int, int>();
        for (var i = RowAfter(lv); i < RowCount; i++)
        {
            var before = Math.Max(0, lv - _rows[i].Event);
            rest.Append(_rows[i].Slice(before, _rows[i].Length - before), _rows[i].Event + before, this, payloads);
        }

        if (_lowSurrogates is not null)
        {
            rest._lowSurrogates = [.. _lowSurrogates.Where(deletion => deletion >= lv)];
        }

        return rest;
    }

    /// <summary>The index of the first row that ends after an event.</summary>
    public int RowAfter(int lv)
    {
        var rows = _rows;
        int low = 0, high = RowCount;
        if (high > 0 && rows[high - 1].Event <= lv)
        {
            // The latest events are asked for most.
            return rows[high - 1].End > lv ? high - 1 : high;
        }

        // Then those near the ones that were asked for last.
        var hint = _hint;
        if ((uint)(hint + 1) < (uint)high && (hint == 0 || rows[hint - 1].End <= lv) && rows[hint + 1].End > lv)
        {
            return _hint = rows[hint].End > lv ? hint : hint + 1;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (rows[middle].End > lv)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _hint = low;
    }

    /// <summary>The index of the row with so many events of the text before its last one; behind the last row when there
    /// are no more.</summary>
    public int RowAtIndex(int index)
    {
        var rows = _rows;
        int low = 0, high = RowCount;
        if (high > 0 && rows[high - 1].Index <= index)
        {
            return index < EventCount ? high - 1 : high;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (rows[middle].Index + rows[middle].Length > index)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>How many of its events come before an event of the document.</summary>
    public int IndexOf(int lv)
    {
        var row = RowAfter(lv);
        return row == RowCount ? EventCount : _rows[row].Index + Math.Max(0, lv - _rows[row].Event);
    }

    /// <summary>Remembers that an event deleted the second half of a surrogate pair, which the text can no longer
    /// tell.</summary>
    public void AddLowSurrogate(int deletion) => (_lowSurrogates ??= []).Add(deletion);

    /// <summary>Whether an event deleted the second half of a surrogate pair.</summary>
    public bool IsLowSurrogate(int deletion) => _lowSurrogates is not null && _lowSurrogates.Contains(deletion);

    /// <summary>Whether any deletion took a second half of a pair.</summary>
    public bool HasLowSurrogates => _lowSurrogates is { Count: > 0 };

    /// <summary>Takes away the events from this one on.</summary>
    public void TruncateTo(int lv)
    {
        while (RowCount > 0 && _rows[RowCount - 1].End > lv)
        {
            ref var row = ref _rows[RowCount - 1];
            var kept = Math.Max(0, lv - row.Event);
            UnitCount -= row.Kind == TextKind.Insert ? row.Length - kept : 0;
            row.Length = kept;
            RowCount -= kept == 0 ? 1 : 0;
        }

        _lowSurrogates?.RemoveWhere(deletion => deletion >= lv);
    }

    [Conditional("DEBUG")]
    public void CheckInvariants()
    {
        int index = 0, end = int.MinValue, content = 0;
        foreach (var row in Rows)
        {
            Debug.Assert(row.Length > 0 && row.Event >= end && row.Index == index, "Rows follow one another.");
            Debug.Assert(row.Kind != TextKind.Insert || row.Content == content, "Units lie in the order of rows.");
            Debug.Assert(row.Payload < _payloadCount, "A payload is there.");
            content += row.Kind == TextKind.Insert ? row.Length : 0;
            (index, end) = (index + row.Length, row.End);
        }

        Debug.Assert(content == UnitCount, "Every unit has its row.");
    }

    private bool TryExtend(int at, TextKind kind, int position, int length, int payload)
    {
        if (RowCount == 0)
        {
            return false;
        }

        ref var row = ref _rows[RowCount - 1];
        if (row.Event + row.Length != at || row.Payload != payload)
        {
            return false;
        }

        switch (kind)
        {
            case TextKind.Insert when row.Kind == TextKind.Insert && row.Position + row.Length == position:
                break;
            case TextKind.Delete when row.Kind == TextKind.Delete && row.Position == position:
                break;
            case TextKind.Delete when length == 1 && row.Position - row.Length == position
                && (row.Kind == TextKind.DeleteBackward || (row.Kind == TextKind.Delete && row.Length == 1)):
                row.Kind = TextKind.DeleteBackward;
                break;
            default:
                return false;
        }

        row.Length += length;
        return true;
    }

    private void AddRow(int at, TextKind kind, int position, int length, int payload)
    {
        if (RowCount == _rows.Length)
        {
            Reserve(Math.Max(4, RowCount), 0);
        }

        var index = EventCount;
        _rows[RowCount++] = new TextRow
        {
            Event = at,
            Length = kind == TextKind.Format ? 1 : length,
            Index = index,
            Position = position,
            Content = kind == TextKind.Format ? length : UnitCount,
            Payload = payload,
            Kind = kind,
        };
    }
}
