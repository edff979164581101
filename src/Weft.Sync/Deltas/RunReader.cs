using Weft.Engine;

namespace Weft.Sync;

/// <summary>Reads the runs of a text in pieces of any length, from left to right.</summary>
internal sealed class RunReader(IReadOnlyText text) : IDisposable
{
    private readonly IEnumerator<TextRun> _runs = text.Runs().GetEnumerator();
    private TextRun? _run;
    private int _offset;

    /// <summary>The next units, as the runs that they lie in.</summary>
    /// <exception cref="InvalidOperationException">The text ends before.</exception>
    internal IEnumerable<TextRun> Take(int length)
    {
        while (length > 0)
        {
            TextRun run = Current();
            int taken = Math.Min(length, run.Length - _offset);
            yield return run.Text is { } content ? run with { Text = content.Substring(_offset, taken) } : run;
            Advance(run, taken);
            length -= taken;
        }
    }

    internal void Skip(int length)
    {
        while (length > 0)
        {
            TextRun run = Current();
            int taken = Math.Min(length, run.Length - _offset);
            Advance(run, taken);
            length -= taken;
        }
    }

    public void Dispose() => _runs.Dispose();

    private TextRun Current()
    {
        if (_run is null)
        {
            _run = _runs.MoveNext() ? _runs.Current : throw new InvalidOperationException("The text is shorter than its delta.");
            _offset = 0;
        }

        return _run;
    }

    private void Advance(TextRun run, int taken)
    {
        _offset += taken;
        if (_offset == run.Length)
        {
            _run = null;
        }
    }
}
