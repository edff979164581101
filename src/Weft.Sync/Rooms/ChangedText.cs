using System.Runtime.InteropServices;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>What a change did to a text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChangedText(string Path, TextDelta Delta)
{
    /// <summary>What one operation on a text does.</summary>
    internal static ChangedText By(Operation operation) => new(OperationWriter.TextPath(operation), TextDelta.FromOperation(operation));
}
