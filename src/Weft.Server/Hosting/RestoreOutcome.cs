namespace Weft.Server.Hosting;

/// <summary>What came of a <see cref="RestoreOrder"/>.</summary>
/// <param name="Documents">How many documents there are now.</param>
/// <param name="HasAccounts">Whether accounts and rights are those of the backup as well.</param>
internal sealed record RestoreOutcome(int Documents, bool HasAccounts);
