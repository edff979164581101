namespace Weft.Engine;

/// <summary>A value that the write with the greatest stamp decides.</summary>
internal struct Register<T>
{
    public Stamp Stamp { get; private set; }

    public T? Value { get; private set; }

    /// <summary>Writes the value unless what is there has a greater stamp; tells whether it did.</summary>
    public bool Write(Stamp stamp, T? value)
    {
        if (Stamp.Agent is not null && !stamp.WinsOver(Stamp))
        {
            return false;
        }

        Stamp = stamp;
        Value = value;
        return true;
    }
}
