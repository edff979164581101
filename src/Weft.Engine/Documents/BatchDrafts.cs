namespace Weft.Engine;

/// <summary>Reads a batch change by change.</summary>
internal sealed class BatchDrafts
{
    private readonly HistoryBatch _batch;
    private readonly (int Event, int Text, int Row)[] _parts;
    private int _part;
    private int _at;
    private int _agentRun;
    private int _agentStart;
    private int _graphRun;
    private int _graphStart;
    private int _changeRun;
    private int _changesDone;
    private int _clockRun;
    private int _clocksDone;

    public BatchDrafts(HistoryBatch batch)
    {
        _batch = batch;
        var parts = new List<(int Event, int Text, int Row)>();
        for (var text = 0; text < batch.Texts.Length; text++)
        {
            var rows = batch.Texts[text].Log.Rows;
            for (var row = 0; row < rows.Length; row++)
            {
                parts.Add((rows[row].Event, text, row));
            }
        }

        for (var item = 0; item < batch.Items.Length; item++)
        {
            parts.Add((batch.Items[item].Event, -1, item));
        }

        parts.Sort();
        _parts = [.. parts];
    }

    /// <summary>Reads the next change; false behind the last one.</summary>
    public bool TryRead(ChangeDraft draft)
    {
        if (_changeRun < _batch.Changes.Length && _changesDone == _batch.Changes[_changeRun].Count)
        {
            (_changeRun, _changesDone) = (_changeRun + 1, 0);
        }

        if (_changeRun == _batch.Changes.Length)
        {
            return false;
        }

        draft.Clear();
        ReadHead(draft);
        var end = _at + _batch.Changes[_changeRun].Length;
        while (_at < end)
        {
            ReadOperation(draft, end);
        }

        _changesDone++;
        return true;
    }

    private void ReadHead(ChangeDraft draft)
    {
        while (_agentStart + _batch.AgentRuns[_agentRun].Length <= _at)
        {
            _agentStart += _batch.AgentRuns[_agentRun++].Length;
        }

        var run = _batch.AgentRuns[_agentRun];
        draft.Agent = _batch.Agents[run.Agent];
        draft.Sequence = run.Sequence + _at - _agentStart;
        if (_clocksDone == _batch.Clocks[_clockRun].Count)
        {
            (_clockRun, _clocksDone) = (_clockRun + 1, 0);
        }

        draft.Clock = unchecked(_batch.Clocks[_clockRun].First + (_clocksDone++ * _batch.Clocks[_clockRun].Step));
        while (_graphStart + _batch.Runs[_graphRun].Length <= _at)
        {
            _graphStart += _batch.Runs[_graphRun++].Length;
        }

        if (_at > _graphStart)
        {
            draft.AddParent(_batch.NameOf(_at - 1));
            return;
        }

        foreach (var parent in _batch.Parents.AsSpan(_batch.Runs[_graphRun].FirstParent, _batch.Runs[_graphRun].ParentCount))
        {
            draft.AddParent(parent >= 0 ? _batch.NameOf(parent) : _batch.External[~parent]);
        }
    }

    private void ReadOperation(ChangeDraft draft, int end)
    {
        var (start, text, index) = _parts[_part];
        if (text < 0)
        {
            draft.AddItem(_batch.Items[index].Operation);
            _at++;
            _part++;
            return;
        }

        var (path, log) = _batch.Texts[text];
        ref readonly var row = ref log.Rows[index];
        var length = row.Kind == TextKind.DeleteBackward ? 1 : Math.Min(row.End, end) - _at;
        var slice = row.Slice(_at - start, length);
        var payload = log.Payloads[row.Payload];
        switch (row.Kind)
        {
            case TextKind.Insert:
                log.UnitsOf(slice).CopyTo(draft.AddInsertion(path, slice.Position, length, payload));
                break;
            case TextKind.Format:
                draft.Add(path, TextKind.Format, slice.Position, slice.Content, payload);
                break;
            default:
                draft.Add(path, row.IsDeletion ? TextKind.Delete : row.Kind, slice.Position, length, payload);
                break;
        }

        _at += length;
        _part += _at == row.End ? 1 : 0;
    }
}
