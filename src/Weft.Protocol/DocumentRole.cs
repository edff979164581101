using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>What somebody may do in a document. Each role may do all that the ones before it may (ACCESS-5).</summary>
public enum DocumentRole
{
    /// <summary>Nothing. Never on the wire.</summary>
    None,

    /// <summary>Read, export, and show a cursor.</summary>
    [JsonStringEnumMemberName("viewer")] Viewer,

    /// <summary>Add comments, and change one's own.</summary>
    [JsonStringEnumMemberName("commenter")] Commenter,

    /// <summary>Change the contents, but for what somebody else locked.</summary>
    [JsonStringEnumMemberName("editor")] Editor,

    /// <summary>Change what others locked too, rename and delete the document, and say who may do what in it.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}
