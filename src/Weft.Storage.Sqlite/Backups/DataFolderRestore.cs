namespace Weft.Storage.Sqlite.Backups;

/// <summary>
/// Brings a backup back. Every document gets another generation, so that a client that saw what came after the backup starts anew and keeps
/// its unsaved work aside (JOIN-6). The sessions of the backup are left out: one that was ended since must not come back to life. A crash on the
/// way leaves what was there before.
/// </summary>
public static class DataFolderRestore
{
    /// <summary>Unpacked and checked, and not in use yet.</summary>
    private const string StagingName = ".restore";

    /// <summary>Unpacks a backup beside the data and makes it ready to be used. What an earlier attempt left there is deleted.</summary>
    /// <param name="archive">The backup.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="newGeneration">Makes generations.</param>
    /// <returns>The folder with the databases, for <see cref="Install"/>, or <see cref="SqliteFileStore.AddAllAsync"/>, <see cref="SqliteDocumentStore.ReplaceAllAsync"/> and <see cref="SqliteAccessStore.ReplaceAllAsync"/>; the caller deletes it.</returns>
    /// <exception cref="BackupException">It is no backup, is damaged, or was made by a newer program.</exception>
    /// <exception cref="NewerSchemaException">The documents in it are of a newer program.</exception>
    /// <exception cref="StoreFaultException">The documents in it are damaged, or the disk is full.</exception>
    public static string Stage(Stream archive, string folder, Func<string> newGeneration)
    {
        var staging = Path.Combine(Path.GetFullPath(folder), StagingName);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        try
        {
            DataFolderBackup.Unpack(archive, staging);
            SqliteDocumentStore.Renew(Path.Combine(staging, SqliteDocumentStore.FileName), newGeneration);
            if (Path.Combine(staging, SqliteAccessStore.FileName) is var access && File.Exists(access))
            {
                SqliteAccessStore.Renew(access);
            }

            if (Path.Combine(staging, SqliteFileStore.FileName) is var files && File.Exists(files))
            {
                SqliteFileStore.Renew(files);
            }

            return staging;
        }
        catch
        {
            Directory.Delete(staging, recursive: true);
            throw;
        }
    }

    /// <summary>Moves staged databases into a data folder that has no documents. These come last: until then the folder counts as empty.</summary>
    /// <param name="staging">What <see cref="Stage"/> returned.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="IOException">The folder has documents, or cannot be written.</exception>
    public static void Install(string staging, string folder)
    {
        new FileFolder(Path.Combine(folder, SqliteFileStore.FolderName)).TakeAll(Path.Combine(staging, SqliteFileStore.FolderName));
        var names = Directory.EnumerateFiles(staging, "*.db").Select(path => Path.GetFileName(path)!)
            .OrderBy(name => string.Equals(name, SqliteDocumentStore.FileName, StringComparison.Ordinal));
        foreach (var name in names)
        {
            var isLast = string.Equals(name, SqliteDocumentStore.FileName, StringComparison.Ordinal);
            File.Move(Path.Combine(staging, name), Path.Combine(folder, name), overwrite: !isLast);
        }

        Directory.Delete(staging, recursive: true);
    }
}
