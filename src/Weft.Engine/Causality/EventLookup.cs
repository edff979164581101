namespace Weft.Engine;

/// <summary>What became of looking an event up by name.</summary>
internal enum EventLookup
{
    /// <summary>It is held.</summary>
    Found,

    /// <summary>It has not arrived.</summary>
    Unknown,

    /// <summary>It lies below the horizon: it is in the past of all that is held, and nothing more is known.</summary>
    BelowHorizon,
}
