using System.Runtime.InteropServices;

namespace Weft.Server.Access;

/// <summary>What a caller may do in one document at this moment.</summary>
/// <param name="Role">The role.</param>
/// <param name="CanRun">Whether it may run code, a right of its own beside the role.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Grant(DocumentRole Role, bool CanRun)
{
    /// <summary>No right at all.</summary>
    public static Grant None => default;

    /// <summary>Both at once: the greater role, and the right to run when either has it.</summary>
    public Grant Or(Grant other) => new((DocumentRole)Math.Max((int)Role, (int)other.Role), CanRun || other.CanRun);
}
