namespace Weft.Protocol;

/// <summary>The confirmed state that a joining client holds already (JOIN-5).</summary>
/// <param name="Generation">The generation it came from.</param>
/// <param name="Revision">Its revision, from 0.</param>
public sealed record HaveState(string Generation, long Revision);
