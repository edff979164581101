namespace Weft.Storage;

/// <summary>What can be wrong with the place where a store keeps its data.</summary>
public enum StoreFault
{
    /// <summary>There is no space left. It goes on by itself when there is.</summary>
    DiskFull,

    /// <summary>The file or its folder may be read only.</summary>
    NotWritable,

    /// <summary>What is in the file is not what was written.</summary>
    Damaged,

    /// <summary>Reading or writing fails for another reason.</summary>
    Failing,
}
