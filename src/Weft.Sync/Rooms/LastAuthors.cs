using System.Runtime.InteropServices;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// Who made the newest change, and which is the newest one of anybody else: enough to say for any client whether others
/// changed something since a revision.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LastAuthors(string? Newest, long NewestRevision, long OthersRevision)
{
    /// <summary>Looks at the document's newest changes, whose history it must have.</summary>
    internal static LastAuthors Of(Document document)
    {
        int newest = document.ChangeCount;
        if (newest == 0)
        {
            return default;
        }

        string author = document.AgentAt(newest - 1);
        int others = newest - 1;
        while (others > 0 && string.Equals(document.AgentAt(others - 1), author, StringComparison.Ordinal))
        {
            others--;
        }

        return new LastAuthors(author, newest, others);
    }

    internal LastAuthors With(string author, long revision) =>
        string.Equals(author, Newest, StringComparison.Ordinal)
            ? this with { NewestRevision = revision }
            : new LastAuthors(author, revision, NewestRevision);

    /// <summary>The newest revision that a client did not make; 0 for none.</summary>
    internal long NewestNotBy(string client) =>
        string.Equals(client, Newest, StringComparison.Ordinal) ? OthersRevision : NewestRevision;
}
