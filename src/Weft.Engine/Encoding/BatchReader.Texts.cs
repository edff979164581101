namespace Weft.Engine;

/// <content>The texts and items of a batch.</content>
internal ref partial struct BatchReader
{
    private void ReadTexts()
    {
        var count = _reader.Count();
        var texts = new List<(string Path, TextLog Log)>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count && !_reader.Failed; i++)
        {
            var path = _reader.String();
            Check(path.Length > 0 && paths.Add(path), "A text has no path of its own.");
            var log = new TextLog();
            ReadPayloads(log);
            ReadRows(log);
            ReadLowSurrogates(log);
            texts.Add((path, log));
        }

        _batch.Texts = [.. texts];
    }

    private void ReadPayloads(TextLog log)
    {
        var count = _reader.Count();
        for (var i = 1; i <= count && !_reader.Failed; i++)
        {
            var shape = _reader.Byte();
            JsonValue? embed = (shape & BatchColumns.HasEmbed) != 0 ? _reader.Json() : null;
            string? key = null;
            JsonValue value = default;
            if ((shape & BatchColumns.HasKey) != 0)
            {
                (key, value) = (_reader.String(), _reader.Json());
            }

            var payload = new TextPayload(_reader.Properties(), embed, key, value);
            Check(shape <= (BatchColumns.HasEmbed | BatchColumns.HasKey), "A payload is of an unknown shape.");
            Check(_reader.Failed || log.Intern(payload) == i, "A payload is there twice.");
        }
    }

    private void ReadRows(TextLog log)
    {
        var count = _reader.Count();
        ByteReader gaps = Column(), codes = Column(), places = Column(), payloads = Column();
        Check(count <= codes.Remaining && count <= places.Remaining, "A column ends too early.");
        if (_reader.Failed)
        {
            return;
        }

        log.Reserve(count, 0);
        RunReader gapRun = default, payloadRun = default;
        var expected = new int[_batch.Agents.Length];
        int end = 0, agentRun = 0, chain = 0;
        for (var i = 0; i < count; i++)
        {
            var at = end + Math.Min(gapRun.Next(ref gaps), int.MaxValue);
            var row = RowOf(codes.Number());
            if (at + row.Length > _index.EventCount)
            {
                _reader.Fail("A row lies beyond the events.");
                return;
            }

            agentRun = AgentRunOf(agentRun, (int)at);
            ref var place = ref expected[_batch.AgentRuns[agentRun].Agent];
            row.Event = (int)at;
            row.Payload = (int)Math.Min(payloadRun.Next(ref payloads), int.MaxValue);
            var position = unchecked(place + places.Zigzag());
            if (position < 0 || position > int.MaxValue - 1 || !Fits(row, (int)position, log) || !IsChain(ref chain, row.Event, row.End)
                || !TryAppend(log, row, (int)position))
            {
                _reader.Fail("A row is not as it must be.");
                return;
            }

            place = BatchColumns.PlaceAfter(row.Kind, (int)position, row.Length);
            end = row.End;
        }

        Close(gaps);
        Close(codes);
        Close(places);
        Close(payloads);
    }

    /// <summary>The kind and length of a row; those of a format are 1 and, as its content, what it covers.</summary>
    private static TextRow RowOf(long code)
    {
        var above = (int)Math.Min(code >> BatchColumns.KindBits, int.MaxValue - 1);
        return (int)(code & ((1 << BatchColumns.KindBits) - 1)) switch
        {
            0 => new TextRow { Kind = TextKind.Insert, Length = above + 1 },
            1 => new TextRow { Kind = TextKind.Delete, Length = above + 1 },
            2 => new TextRow { Kind = TextKind.DeleteBackward, Length = above + 1 },
            _ => new TextRow { Kind = above == 0 ? TextKind.Embed : TextKind.Format, Length = 1, Content = above },
        };
    }

    /// <summary>Whether a row's place and payload are possible.</summary>
    private static bool Fits(in TextRow row, int position, TextLog log)
    {
        if (row.Payload >= log.Payloads.Length)
        {
            return false;
        }

        var payload = log.Payloads[row.Payload];
        var isRight = row.Kind switch
        {
            TextKind.Insert => payload.Embed is null && payload.Key is null,
            TextKind.Embed => payload.Embed is not null && payload.Key is null,
            TextKind.Format => payload.Embed is null && payload.Key is not null,
            _ => row.Payload == 0,
        };
        return isRight && row.Kind switch
        {
            TextKind.DeleteBackward => position >= row.Length - 1,
            TextKind.Format => position <= int.MaxValue - row.Content,
            _ => position <= int.MaxValue - row.Length,
        };
    }

    private bool TryAppend(TextLog log, in TextRow row, int position)
    {
        var count = row.Kind == TextKind.Insert ? row.Length : 0;
        if (count > _units.Length)
        {
            return false;
        }

        var units = _units[..count];
        if (count > 0 && (char.IsLowSurrogate(units[0]) || char.IsHighSurrogate(units[^1])))
        {
            return false;
        }

        log.Append(row.Event, false, row.Kind, position, row.Kind == TextKind.Format ? row.Content : row.Length, units, row.Payload);
        _units = _units[count..];
        return true;
    }

    private readonly int AgentRunOf(int from, int lv)
    {
        if (from + 1 == _agentStarts.Length || lv < _agentStarts[from + 1])
        {
            return from;
        }

        var at = Array.BinarySearch(_agentStarts, lv);
        return at < 0 ? ~at - 1 : at;
    }

    /// <summary>Whether each of these events but the first has the one before as its only parent.</summary>
    private readonly bool IsChain(ref int chain, int from, int end)
    {
        if (from >= _index.EndOf(chain))
        {
            chain = _index.RunOf(from);
        }

        while (_index.EndOf(chain) < end)
        {
            chain++;
            var run = _batch.Runs[chain];
            if (run.ParentCount != 1 || _batch.Parents[run.FirstParent] != _index.StartOf(chain) - 1)
            {
                return false;
            }
        }

        return true;
    }

    private void ReadLowSurrogates(TextLog log)
    {
        var count = _reader.Count();
        long lv = 0;
        for (var i = 0; i < count && !_reader.Failed; i++)
        {
            lv += _reader.Int();
            var row = lv < _index.EventCount ? log.RowAfter((int)lv) : log.RowCount;
            if (row == log.RowCount || log.Rows[row].Event > lv || !log.Rows[row].IsDeletion)
            {
                _reader.Fail("A low surrogate was never deleted.");
                return;
            }

            log.AddLowSurrogate((int)lv);
        }
    }

    private void ReadItems()
    {
        var count = _reader.Count();
        var items = new List<(int Event, Operation Operation)>();
        var collection = "";
        long lv = -1;
        for (var i = 0; i < count && !_reader.Failed; i++)
        {
            lv += _reader.Int() + 1L;
            var operation = OperationFormat.ReadItem(ref _reader, ref collection, _names);
            Check(lv < _index.EventCount && operation is not RestoredItem, "An operation does not belong in a history.");
            if (operation is not null)
            {
                items.Add(((int)lv, operation));
            }
        }

        _batch.Items = [.. items];
    }

    /// <summary>Every event is of one text or of an item.</summary>
    private void CheckCover()
    {
        long sum = _batch.Items.Length;
        var stretches = _batch.Items.Length;
        foreach (var (_, log) in _batch.Texts)
        {
            sum += log.EventCount;
            stretches += log.RowCount;
        }

        Check(sum == _index.EventCount, "There are events that do nothing.");
        if (_reader.Failed || (_batch.Texts.Length == 1 && _batch.Items.Length == 0))
        {
            return;
        }

        // One number each, so that sorting is quick: where it begins, above where it ends.
        var cover = new long[stretches];
        var at = 0;
        foreach (var (lv, _) in _batch.Items)
        {
            cover[at++] = ((long)lv << 32) + lv + 1;
        }

        foreach (var (_, log) in _batch.Texts)
        {
            foreach (ref readonly var row in log.Rows)
            {
                cover[at++] = ((long)row.Event << 32) + row.End;
            }
        }

        Array.Sort(cover);
        for (var i = 1; i < cover.Length; i++)
        {
            Check(cover[i] >> 32 == (cover[i - 1] & uint.MaxValue), "An event does two things.");
        }
    }
}
