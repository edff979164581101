using System.Text.Json.Serialization;

namespace Weft.Storage.Sqlite.Backups;

/// <summary>What a backup says about itself: the first entry of its archive.</summary>
/// <param name="Format">The layout of the archive; <see cref="DataFolderBackup.Format"/> is the newest that is known.</param>
/// <param name="Version">The version of Weft that made it.</param>
/// <param name="Created">When.</param>
/// <param name="Files">The databases in it, in the archive's order.</param>
/// <param name="Pictures">How many pictures follow them, each named by the hash of its bytes.</param>
public sealed record BackupManifest(int Format, string Version, DateTimeOffset Created, IReadOnlyList<BackupFile> Files, int Pictures = 0);

/// <summary>A database in a backup.</summary>
/// <param name="Name">Its name in the data folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>The JSON of the manifest, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
