namespace Weft.Engine;

/// <summary>
/// Why a change is refused. Judged from the change and its causal past alone, so that every replica judges alike; the
/// exception is <see cref="Conflicting"/>, which no honest author causes.
/// </summary>
public enum RefusalReason
{
    /// <summary>A position or range lies beyond the text that the author saw.</summary>
    OutOfRange,

    /// <summary>A position or the end of a range lies inside a surrogate pair.</summary>
    SplitsSurrogate,

    /// <summary>A text or name has one half of a surrogate pair alone.</summary>
    LoneSurrogate,

    /// <summary>The author had never seen the item.</summary>
    UnknownItem,

    /// <summary>The author had seen an item of this id.</summary>
    ItemExists,

    /// <summary>The clock is not greater than the clocks of the change's past.</summary>
    ClockBehind,

    /// <summary>The change's past does not have all that its agent did before.</summary>
    BrokenChain,

    /// <summary>A parent is an event inside another change; changes are seen whole or not at all.</summary>
    ParentInsideChange,

    /// <summary>
    /// The change has no operation, or one of its operations is empty: no text, no length or no name.
    /// </summary>
    Empty,

    /// <summary>
    /// The change has an operation that only occurs in transformed changes, or a number out of range.
    /// </summary>
    Malformed,

    /// <summary>The agent has made another change under the same number.</summary>
    Conflicting,
}
