namespace Weft.Load;

/// <summary>Somebody who only reads, and counts.</summary>
internal sealed class LoadReader(LoadRoom room, IDialect dialect, bool isSampled, bool keeps)
{
    private readonly MemoryStream? _kept = keeps ? new MemoryStream() : null;

    public LoadSocket? Socket { get; set; }

    /// <summary>Whether its latencies are looked at.</summary>
    public bool IsSampled => isSampled;

    /// <summary>Edits that arrived.</summary>
    public long Edits { get; private set; }

    /// <summary>Messages that brought edits.</summary>
    public long Frames { get; private set; }

    /// <summary>All messages since the beginning, one behind the other, of a reader that keeps them.</summary>
    public ReadOnlySpan<byte> Kept => _kept is null ? default : _kept.GetBuffer().AsSpan(0, (int)_kept.Length);

    public void Take(ReadOnlySpan<byte> message)
    {
        var (edits, _) = dialect.Count(message);
        if (edits == 0)
        {
            return;
        }

        _kept?.Write(message);
        var first = Edits;
        Edits += edits;
        Frames++;
        room.Arrive(this, first, edits);
    }
}
