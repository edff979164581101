using System.CommandLine;

namespace Weft.Cli;

/// <summary><c>weft restore</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A backup that 'weft backup' made." };
        var data = DataOption.Create();
        var command = new Command(
            "restore",
            "Bring a backup back. A folder without documents gets everything. In one that has some, the documents are replaced, on a running server too; a backup of what was there is kept beside them.")
        {
            file, data,
        };
        command.SetAction((parsed, cancellationToken) => Restore.RunAsync(parsed.GetValue(file)!, parsed.GetValue(data)!, cancellationToken));
        return command;
    }
}
