using System.Text.Json.Serialization;

namespace Weft.Protocol;

/// <summary>What became of a request (REPLY-2, REPLY-3).</summary>
public enum ResponseStatus
{
    /// <summary>Done; nothing was to be saved.</summary>
    [JsonStringEnumMemberName("ok")] Ok,

    /// <summary>The change is on disk.</summary>
    [JsonStringEnumMemberName("saved")] Saved,

    /// <summary>The change was not taken.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,

    /// <summary>The request was wrong, or could not be served.</summary>
    [JsonStringEnumMemberName("error")] Error,
}
