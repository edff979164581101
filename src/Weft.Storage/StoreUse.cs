namespace Weft.Storage;

/// <summary>How much is stored.</summary>
/// <param name="Documents">How many documents there are.</param>
/// <param name="Bytes">What everything takes on disk; null for a store that cannot say.</param>
public sealed record StoreUse(long Documents, long? Bytes);
