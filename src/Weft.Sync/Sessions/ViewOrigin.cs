namespace Weft.Sync;

/// <summary>Why a view changed.</summary>
public enum ViewOrigin
{
    /// <summary>Its own user edited.</summary>
    Local,

    /// <summary>A change of somebody else arrived, or an own one came to stand elsewhere than predicted.</summary>
    Remote,

    /// <summary>The server refused an own change.</summary>
    Rollback,

    /// <summary>The document was loaded anew; read all of it.</summary>
    Reset,
}
