using System.CommandLine;

namespace Weft.Cli;

/// <summary><c>--data</c>, for the commands that work on the folder itself.</summary>
internal static class DataOption
{
    public static Option<string> Create() => new("--data") { Description = "The data folder of the server.", DefaultValueFactory = _ => ServeCommand.DefaultData };
}
