using System.CommandLine;
using Weft.Cli;

var root = new RootCommand("Weft lets people edit the same thing at the same time. 'weft serve' starts the server; open the address that it prints.")
{
    ServeCommand.Create(),
    ReplayCommand.Create(),
};

// The host ends the server in its own time when it is told to stop; a second guard would cut it off.
var result = root.Parse(args);
var exit = await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
return result.Errors.Count > 0 ? ExitCode.Usage : exit;
