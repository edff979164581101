using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>An item operation of an unsaved change.</summary>
/// <param name="Wire">The operation.</param>
/// <param name="Touched">The paths of the items it is about: one, or all that a clear cleared.</param>
internal sealed record ItemEdit(WireOperation Wire, ImmutableHashSet<string> Touched)
{
    /// <summary>What an item becomes; null for one that is not there.</summary>
    /// <param name="path">The item.</param>
    /// <param name="state">What it is.</param>
    /// <param name="deleted">What it was when it was seen last, for a restore.</param>
    internal Item? Apply(string path, Item? state, Item? deleted)
    {
        if (!Touched.Contains(path))
        {
            return state;
        }

        return Wire switch
        {
            AddOperation add => new Item(IdOf(path), add.Kind, WireValues.ToProperties(add.Properties).WithoutNulls()),
            DeleteOperation or ClearOperation => null,
            RestoreOperation { Kind: { } kind, Properties: { } properties } =>
                new Item(IdOf(path), kind, WireValues.ToProperties(properties).WithoutNulls()),
            RestoreOperation => state ?? deleted,
            _ => state is null
                ? null
                : state with { Properties = ItemProperties.Apply(state.Properties, ItemProperties.WrittenBy(Wire)) },
        };
    }

    internal static ItemEdit Of(WireOperation operation) => new(operation, [operation.Path]);

    private static string IdOf(string path) => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
