using Weft.Sync;

namespace Weft.Server.Limiting;

/// <summary>The limits of a room among those of the server.</summary>
internal static class RoomLimits
{
    public static RoomOptions Within(this RoomOptions options, ServerLimits limits) => options with
    {
        MaxTextUnits = limits[ServerLimits.TextUnits],
        MaxItems = (int)limits[ServerLimits.Items],
        MaxPropertyLength = (int)limits[ServerLimits.PropertyUnits],
        MaxOperations = (int)limits[ServerLimits.Operations],
        MaxChanges = limits[ServerLimits.DocumentChanges],
        MaxUnansweredChanges = (int)limits[ServerLimits.UnansweredChanges],
    };
}
