namespace Weft.Server.Rest;

/// <summary>This server.</summary>
/// <param name="Name">Always <c>Weft</c>.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Addresses">Addresses of this server for others on the network.</param>
/// <param name="Access">Who may use it: <c>open</c>, <c>token</c> or <c>accounts</c>.</param>
/// <param name="Registration">Whether anyone may make an account: <c>open</c> or <c>closed</c>.</param>
/// <param name="Setup">Whether the first account is still to be made.</param>
/// <param name="Kinds">The document kinds.</param>
internal sealed record InfoDto(string Name, string Version, IReadOnlyList<string> Addresses, string Access, string Registration, bool Setup, IReadOnlyList<KindDto> Kinds);
