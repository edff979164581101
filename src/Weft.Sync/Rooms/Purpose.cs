using System.Runtime.InteropServices;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>What a change is besides its operations. It is not stored: after a restart it is a change like others.</summary>
/// <param name="Undo">Whether it brings former values back of its author's (CHANGE-17).</param>
/// <param name="Reverts">The changes that it takes back (HIST-4).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Purpose(bool Undo, ChangeRange? Reverts = null)
{
    /// <summary>A change with what others are told of its purpose.</summary>
    internal RecentChange Mark(RecentChange change) => Undo || Reverts is not null
        ? change with { Message = change.Message with { Undo = Undo ? true : null, Reverts = Reverts } }
        : change;
}
