namespace Weft.Server.Rest;

/// <summary>This server.</summary>
/// <param name="Name">Always <c>Weft</c>.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Addresses">Addresses of this server for others on the network.</param>
/// <param name="Kinds">The document kinds.</param>
internal sealed record InfoDto(string Name, string Version, IReadOnlyList<string> Addresses, IReadOnlyList<KindDto> Kinds);
