namespace Weft.Engine;

/// <summary>Everything that is known of one item, as files hold it.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="KindStamp">Of the write that decided its kind.</param>
/// <param name="IsDeleted">Whether it is deleted.</param>
/// <param name="DeletedStamp">Of the deletion or restoration that decided so; default when there was none.</param>
/// <param name="Properties">Its properties, also those that are null, each with the stamp of its write.</param>
/// <param name="Adds">The events that added it.</param>
internal sealed record ItemImage(
    ItemPath Path, string Kind, Stamp KindStamp, bool IsDeleted, Stamp DeletedStamp, (string Key, JsonValue Value, Stamp Stamp)[] Properties, EventId[] Adds);
