using Weft.Kinds;
using Weft.Sync;

namespace Weft.Server.Rooms;

/// <summary>A document kind's rules in the form that a room asks for.</summary>
internal static class KindSchema
{
    public static SchemaCheck For(string kind)
    {
        var found = DocumentKinds.Find(kind);
        return operation => found is null
            ? new SchemaViolation(KindViolation.UnknownPath, $"This server does not know the document kind '{kind}'.")
            : found.Check(operation) is { } violation ? new SchemaViolation(violation.Code, violation.Message) : null;
    }
}
