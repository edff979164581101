using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Operations of the engine as those of the wire (CHANGE-9).</summary>
internal static class OperationWriter
{
    /// <summary>The wire form of an item operation; null for a text operation.</summary>
    /// <exception cref="InvalidOperationException">The operation does not occur in an applied change.</exception>
    internal static WireOperation? ItemOperation(Operation operation) => operation switch
    {
        AddItem add => new AddOperation(add.Path.ToString(), add.Kind, WireValues.ToWire(add.Properties)),
        SetProperties set => new UpdateOperation(set.Path.ToString(), WireValues.ToWire(set.Properties)),
        DeleteItem delete => new DeleteOperation(delete.Path.ToString()),
        RestoredItem restored =>
            new RestoreOperation(restored.Path.ToString(), restored.Kind, WireValues.ToWire(restored.Properties)),
        InsertText or InsertEmbed or DeleteText or FormatText => null,
        _ => throw new InvalidOperationException($"An applied change holds {operation.GetType().Name}."),
    };

    internal static string TextPath(Operation operation) => operation switch
    {
        InsertText insert => insert.Path,
        InsertEmbed insert => insert.Path,
        DeleteText delete => delete.Path,
        FormatText format => format.Path,
        _ => throw new InvalidOperationException($"{operation.GetType().Name} has no text."),
    };
}
