using System.CommandLine;
using Weft.Cli;

var root = new RootCommand("Weft lets people edit the same thing at the same time. 'weft serve' starts the server; open the address that it prints.")
{
    ServeCommand.Create(),
    HostCommand.Create(),
    ReplayCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
};

var result = root.Parse(args.Length == 0 ? ["--help"] : args);
if (result.Errors is [var first, ..])
{
    var wrong = first.Message;
    if (result.UnmatchedTokens is [var stray, ..])
    {
        var owner = root.Subcommands.FirstOrDefault(command => command.Options.Any(option => string.Equals(option.Name, stray, StringComparison.Ordinal)));
        wrong = owner is null ? $"'{stray}' is not known." : $"'{stray}' belongs to 'weft {owner.Name}'.";
    }

    // Only what is wrong: the whole help would bury it.
    var command = result.CommandResult.Command == root ? "weft" : $"weft {result.CommandResult.Command.Name}";
    await Console.Error.WriteLineAsync($"weft: {wrong} '{command} --help' lists what there is.").ConfigureAwait(false);
    return ExitCode.Usage;
}

// The host ends the server in its own time when it is told to stop; a second guard would cut it off.
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
