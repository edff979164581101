namespace Weft.Server.Hosting;

/// <summary>What a running server is told to restore.</summary>
/// <param name="Backup">The backup; read to its end.</param>
/// <param name="DocumentsOnly">Whether accounts and rights stay as they are.</param>
internal sealed record RestoreOrder(Stream Backup, bool DocumentsOnly);
