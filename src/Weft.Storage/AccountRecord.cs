using System.Text;

namespace Weft.Storage;

/// <summary>Somebody's account.</summary>
/// <param name="Id">Unique in the store, made by the caller, never used again.</param>
/// <param name="Name">The name for people, and to sign in with; unique as <see cref="KeyOf"/> sees it, and without an @.</param>
/// <param name="Email">An address, or null; unique as <see cref="KeyOf"/> sees it, and with an @.</param>
/// <param name="PasswordHash">The hash of the password; opaque to the store.</param>
/// <param name="IsAdmin">Whether it looks after the server.</param>
/// <param name="Created">When it was made.</param>
public sealed record AccountRecord(string Id, string Name, string? Email, string PasswordHash, bool IsAdmin, DateTimeOffset Created)
{
    /// <summary>The colour that others see it in, <c>#rrggbb</c>; null when it has chosen none.</summary>
    public string? Color { get; init; }

    /// <summary>What two names or addresses have in common that count as one: capital letters and the forms of a character do not matter.</summary>
    /// <param name="nameOrEmail">Valid Unicode.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public static string KeyOf(string nameOrEmail)
    {
        ArgumentNullException.ThrowIfNull(nameOrEmail);
        return nameOrEmail.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
    }
}
