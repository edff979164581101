using Weft.Protocol;

namespace Weft.Client.Replay;

/// <summary>One patch as the change that it becomes.</summary>
/// <param name="Agent">Who sends it.</param>
/// <param name="Id">Its number among the author's changes, from 1.</param>
/// <param name="LatestBase">The newest revision that does not hold more than the author saw; <see cref="long.MaxValue"/> for any.</param>
/// <param name="EarliestBase">The oldest revision that holds all that the author saw of others.</param>
/// <param name="Edit">The edit, in UTF-16 code units of the text that the author saw.</param>
/// <param name="Time">When the author made it, or null.</param>
public sealed record PlannedChange(int Agent, long Id, long EarliestBase, long LatestBase, TextEdit Edit, DateTimeOffset? Time);
