using System.CommandLine;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c> for OpenJam's front-end.</summary>
internal sealed class OpenJamOptions
{
    private readonly Option<bool> _atRoot = new("--openjam-at-root")
    {
        Description = "Serve OpenJam's routes at /api and its socket at /ws as well, besides /openjam, so that its front-end works as it is built.",
    };

    private readonly Option<string?> _static = new("--static")
    {
        Description = "Folder of OpenJam's built front-end, served at / in the place of Weft's own pages but for /d, /signin, /account and /admin. Needs --openjam-at-root.",
    };

    public void AddTo(Command command)
    {
        _static.Validators.Add(result =>
        {
            if (result.Tokens is [var folder] && !File.Exists(Path.Combine(folder.Value, "index.html")))
            {
                result.AddError($"There is no web app in '{folder.Value}' (no index.html): give --static the folder that its build made.");
            }
            else if (result.GetResult(_atRoot) is null or { Implicit: true })
            {
                result.AddError("--static serves OpenJam's front-end, which calls /api and /ws: add --openjam-at-root.");
            }
        });
        command.Options.Add(_atRoot);
        command.Options.Add(_static);
    }

    public OpenJamSettings Read(ParseResult parsed) => new(parsed.GetValue(_atRoot), parsed.GetValue(_static));
}
