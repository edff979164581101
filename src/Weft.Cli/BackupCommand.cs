using System.CommandLine;
using System.Globalization;
using Weft.Server.Hosting;
using Weft.Storage;
using Weft.Storage.Sqlite.Backups;

namespace Weft.Cli;

/// <summary><c>weft backup</c>.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The backup to make, such as weft-2026-11-21.tar.gz." };
        var data = DataOption.Create();
        var command = new Command("backup", "Put all documents, and the accounts if there are any, into one file. A running server goes on meanwhile.") { file, data };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(data)!));
        return command;
    }

    private static int Run(string file, string data)
    {
        try
        {
            var manifest = DataFolderBackup.Create(data, file, ProductVersion.Text, TimeProvider.System);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up {string.Join(" and ", manifest.Files.Select(f => f.Name))}{With(manifest.Pictures)} to {Path.GetFullPath(file)} ({new FileInfo(file).Length:N0} bytes)."));
            return ExitCode.Ok;
        }
        catch (StorageException exception)
        {
            return Complaint.Say(ExitCode.DataUnusable, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Complaint.Say(ExitCode.Failed, $"The backup '{Path.GetFullPath(file)}' cannot be written ({exception.Message.TrimEnd('.')}): choose another place.");
        }
    }

    private static string With(int pictures) => pictures switch
    {
        0 => string.Empty,
        1 => ", with 1 picture,",
        _ => string.Create(CultureInfo.InvariantCulture, $", with {pictures:N0} pictures,"),
    };
}
