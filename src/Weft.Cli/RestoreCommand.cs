using System.CommandLine;

namespace Weft.Cli;

/// <summary><c>weft restore</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A backup that 'weft backup' made." };
        var data = DataOption.Create();
        var documentsOnly = new Option<bool>("--documents-only") { Description = "Leave accounts, roles and share links as they are." };
        var command = new Command(
            "restore",
            "Bring a backup back. Documents, accounts, roles and share links are then what they were, on a running server too; a backup of what was there is kept beside them.")
        {
            file, data, documentsOnly,
        };
        command.SetAction((parsed, cancellationToken) => Restore.RunAsync(parsed.GetValue(file)!, parsed.GetValue(data)!, parsed.GetValue(documentsOnly), cancellationToken));
        return command;
    }
}
