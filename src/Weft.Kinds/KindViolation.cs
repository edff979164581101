namespace Weft.Kinds;

/// <summary>Why a document's kind does not allow an operation.</summary>
/// <param name="Code">A stable error code of the protocol: <c>unknown_path</c> or <c>bad_property</c>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record KindViolation(string Code, string Message)
{
    /// <summary>The code of an operation on something that the kind does not have.</summary>
    public const string UnknownPath = "unknown_path";

    /// <summary>The code of a name or a value that the kind does not allow.</summary>
    public const string BadProperty = "bad_property";
}
