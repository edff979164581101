using System.Diagnostics.CodeAnalysis;

namespace Weft.Server.Access;

/// <summary>What became of a credential.</summary>
internal sealed class CredentialResult
{
    private CredentialResult(Caller? caller, string? refusal)
    {
        Caller = caller;
        Refusal = refusal;
    }

    /// <summary>Whose it is, when it is valid.</summary>
    public Caller? Caller { get; }

    /// <summary>One sentence for a person, when it is not.</summary>
    public string? Refusal { get; }

    /// <summary>Whether it is valid.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsValid => Caller is not null;

    public static CredentialResult Of(Caller caller) => new(caller, null);

    public static CredentialResult Refuse(string sentence) => new(null, sentence);
}
