namespace Weft.Server.Gateways.Optiverse;

/// <summary>The actions of commands.</summary>
internal static class AppActions
{
    /// <summary>A new item. The receiver takes nothing of its data but class and id.</summary>
    public const string Add = "add_item";

    /// <summary>Another place or angle. The receiver mirrors the angle.</summary>
    public const string Move = "move_item";

    /// <summary>All of an item; what is missing falls back to its default.</summary>
    public const string Update = "update_item";

    /// <summary>The item is gone.</summary>
    public const string Remove = "remove_item";
}
