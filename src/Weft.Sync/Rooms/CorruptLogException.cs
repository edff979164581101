namespace Weft.Sync;

/// <summary>A stored snapshot or log is damaged, or a revision is missing in it.</summary>
public sealed class CorruptLogException : Exception
{
    /// <summary>Damage without a description.</summary>
    public CorruptLogException()
        : this("The document's log is damaged.")
    {
    }

    /// <summary>Damage.</summary>
    public CorruptLogException(string message)
        : base(message)
    {
    }

    /// <summary>Damage found while something else failed.</summary>
    public CorruptLogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
