using System.CommandLine;
using Weft.Server;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c> for whoever looks after a server: limits, the form of the log, who may see what is measured.</summary>
internal sealed class Operations
{
    private const string Json = "json";
    private const string Text = "text";

    private readonly Option<string[]> _limits = new("--limit")
    {
        Description = "A limit, as connections=5000; may be given several times. docs/operations.md lists them.",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _logFormat = new("--log-format")
    {
        Description = "How the log is written: text or json, an object a line.",
        HelpName = "text|json",
        DefaultValueFactory = _ => Text,
    };

    private readonly Option<bool> _publicMetrics = new("--public-metrics") { Description = "Let everybody see /metrics who reaches the server." };

    public Operations()
    {
        _logFormat.MustBeOneOf(Text, Json);
        _limits.Validators.Add(result =>
        {
            var limits = new ServerLimits();
            foreach (var token in result.Tokens)
            {
                if (!limits.TrySet(token.Value, out var reason))
                {
                    result.AddError(reason);
                }
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_limits);
        command.Options.Add(_logFormat);
        command.Options.Add(_publicMetrics);
    }

    public OperationsSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_limits) ?? [], string.Equals(parsed.GetValue(_logFormat), Json, StringComparison.Ordinal), parsed.GetValue(_publicMetrics));
}
