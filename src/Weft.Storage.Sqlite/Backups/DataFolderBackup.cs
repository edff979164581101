using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite.Backups;

/// <summary>
/// A data folder in one file: a compressed tar with a manifest and every database of the folder, each as of one moment, and then the pictures
/// that documents have, each under its hash. The documents come first, so whatever the other databases say about a document of the backup is at
/// least as new as the document. All methods block.
/// </summary>
public static class DataFolderBackup
{
    /// <summary>The layout of the archive that this program writes. Format 1 had no pictures.</summary>
    public const int Format = 2;

    private const string ManifestName = "manifest.json";

    /// <summary>Bytes of the longest manifest that is read.</summary>
    private const int MaxManifestBytes = 1 << 20;

    /// <summary>Makes a backup, whether or not a server has the folder open; the server goes on meanwhile.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="file">The file to make; it must not exist. It appears when it is complete.</param>
    /// <param name="version">The version of this program.</param>
    /// <param name="time">Tells when.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="BackupException">There is no data in the folder, or the file exists already.</exception>
    /// <exception cref="StoreFaultException">The data cannot be read, or the disk of the backup is full.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static BackupManifest Create(string folder, string file, string version, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (File.Exists(file))
        {
            throw new BackupException($"'{file}' exists already: give another name.");
        }

        var partial = file + ".partial";
        var copies = OwnerOnly.CreateFolder(partial + ".copies");
        try
        {
            var files = Databases(folder).Select(path => Copy(path, Path.Combine(copies, Path.GetFileName(path)))).ToList();
            var pictures = PicturesIn(copies);
            var manifest = new BackupManifest(Format, version, time.GetUtcNow(), files, pictures.Count);
            Write(partial, copies, manifest, [.. pictures.Select(hash => Path.Combine(folder, SqliteFileStore.FolderName, hash))]);
            File.Move(partial, file);
            return manifest;
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
            File.Delete(partial);
        }
    }

    /// <summary>Unpacks a backup into an empty folder and compares every byte with the manifest.</summary>
    /// <param name="archive">The backup; read to its end, not closed.</param>
    /// <param name="folder">The folder; created when missing.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="BackupException">It is no backup, is damaged, or was made by a newer program.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static BackupManifest Unpack(Stream archive, string folder)
    {
        OwnerOnly.CreateFolder(folder);
        try
        {
            using var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
            using var tar = new TarReader(unzipped);
            var manifest = ReadManifest(tar);
            foreach (var file in manifest.Files)
            {
                Extract(tar, file, folder);
            }

            for (var number = 0; number < manifest.Pictures; number++)
            {
                ExtractPicture(tar, folder);
            }

            return manifest;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new BackupException("This is no backup of Weft, or it is damaged: use another one.", exception);
        }
    }

    private static IEnumerable<string> Databases(string folder)
    {
        var documents = Path.Combine(folder, SqliteDocumentStore.FileName);
        if (!File.Exists(documents))
        {
            throw new BackupException($"There is no Weft data in '{Path.GetFullPath(folder)}': name its folder with --data.");
        }

        return [documents, .. Directory.EnumerateFiles(folder, "*.db").Where(path => !string.Equals(path, documents, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static BackupFile Copy(string from, string to)
    {
        SqliteFaults.Explain(from, () =>
        {
            SQLitePCL.Batteries_V2.Init();
            using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
            source.Open();
            copy.Open();
            source.BackupDatabase(copy);

            // One file: nothing of it may stay behind in a log beside it.
            SqliteSchema.Execute(copy, null, "PRAGMA journal_mode=DELETE");
            return true;
        });
        using var file = File.OpenRead(to);
        return new BackupFile(Path.GetFileName(from), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static IReadOnlyList<string> PicturesIn(string copies) =>
        Path.Combine(copies, SqliteFileStore.FileName) is var database && File.Exists(database) ? SqliteFileStore.HashesIn(database) : [];

    private static void Write(string path, string copies, BackupManifest manifest, IReadOnlyList<string> pictures)
    {
        using var file = OwnerOnly.CreateFile(path);
        using (var zipped = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
        {
            using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, ManifestName) { DataStream = json, ModificationTime = manifest.Created });
            foreach (var entry in manifest.Files)
            {
                using var data = File.OpenRead(Path.Combine(copies, entry.Name));
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = data, ModificationTime = manifest.Created });
            }

            foreach (var picture in pictures)
            {
                // A picture stays on disk for longer than a backup takes, also when its document is deleted meanwhile.
                using var data = FileFaults.Explain(picture, () => File.OpenRead(picture));
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, EntryOf(Path.GetFileName(picture))) { DataStream = data, ModificationTime = manifest.Created });
            }
        }

        file.Flush(flushToDisk: true);
    }

    private static BackupManifest ReadManifest(TarReader tar)
    {
        if (tar.GetNextEntry() is not { Name: ManifestName, DataStream: { Length: <= MaxManifestBytes } data })
        {
            throw new InvalidDataException("The manifest is missing.");
        }

        var manifest = JsonSerializer.Deserialize(data, BackupJson.Default.BackupManifest) ?? throw new InvalidDataException("The manifest is empty.");
        if (manifest.Format > Format)
        {
            throw new BackupException($"The backup was made by a newer Weft ({manifest.Version}): update Weft.");
        }

        // A name is a file in the folder and nothing else, whatever an archive says.
        return manifest.Files.All(file => string.Equals(Path.GetFileName(file.Name), file.Name, StringComparison.Ordinal) && file.Name.EndsWith(".db", StringComparison.Ordinal))
            ? manifest
            : throw new InvalidDataException("The manifest names files that are no databases.");
    }

    private static void Extract(TarReader tar, BackupFile expected, string folder)
    {
        if (tar.GetNextEntry() is not { DataStream: { } data } entry || !string.Equals(entry.Name, expected.Name, StringComparison.Ordinal) || data.Length != expected.Bytes)
        {
            throw new InvalidDataException($"'{expected.Name}' is missing or cut off.");
        }

        Extract(data, expected.Sha256, Path.Combine(folder, expected.Name));
    }

    // A picture's name says what must be in it, so the manifest only counts them.
    private static void ExtractPicture(TarReader tar, string folder)
    {
        if (tar.GetNextEntry() is not { DataStream: { } data } entry || Path.GetFileName(entry.Name) is not { } hash
            || !FileHash.IsValid(hash) || !string.Equals(entry.Name, EntryOf(hash), StringComparison.Ordinal))
        {
            throw new InvalidDataException("A picture is missing.");
        }

        Extract(data, hash, Path.Combine(OwnerOnly.CreateFolder(Path.Combine(folder, SqliteFileStore.FolderName)), hash));
    }

    private static void Extract(Stream data, string sha256, string path)
    {
        using var file = OwnerOnly.CreateFile(path);
        data.CopyTo(file);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(file)), sha256, StringComparison.Ordinal))
        {
            throw new BackupException($"The backup is damaged: '{Path.GetFileName(path)}' in it is not what was written. Use another one.");
        }
    }

    private static string EntryOf(string hash) => $"{SqliteFileStore.FolderName}/{hash}";
}
