namespace Weft.Server.Admin;

/// <summary>Who has an account.</summary>
/// <param name="Accounts">The oldest first.</param>
internal sealed record AccountListDto(IReadOnlyList<AccountDto> Accounts);
