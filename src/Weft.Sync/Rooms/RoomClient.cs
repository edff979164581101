namespace Weft.Sync;

/// <summary>Who makes changes, over all its connections.</summary>
internal sealed class RoomClient(string name)
{
    internal string Name { get; } = name;

    internal SavedIds Saved { get; } = new();

    /// <summary>Changes that are applied but not on disk yet (CHANGE-4).</summary>
    internal int Uncommitted { get; set; }
}
