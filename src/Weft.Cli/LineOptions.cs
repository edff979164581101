using System.CommandLine;
using Weft.Server.Sockets.Lines;

namespace Weft.Cli;

/// <summary>The options of <c>weft serve</c> that make every connection as slow as a bad line.</summary>
internal sealed class LineOptions
{
    private readonly Option<string> _lag = new("--lag") { Description = "For trying out a slow line: how long everything takes each way, such as 200ms.", DefaultValueFactory = _ => "0" };

    private readonly Option<string> _jitter = new("--jitter") { Description = "By how much the lag varies, such as 50ms.", DefaultValueFactory = _ => "0" };

    private readonly Option<string> _drop = new("--drop") { Description = "Share of packets that are lost and come late, such as 1%.", DefaultValueFactory = _ => "0" };

    private readonly Option<int> _seed = new("--line-seed") { Description = "Decides which packets are late.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        foreach (var time in (Option<string>[])[_lag, _jitter])
        {
            time.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !(Amount.Time(token.Value) <= LineSettings.MaxLag))
                {
                    result.AddError($"{time.Name} is a time up to {LineSettings.MaxLag.TotalSeconds:0} s, such as 200ms or 1.5s.");
                }
            });
        }

        _drop.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Amount.Share(token.Value) <= LineSettings.MaxDrop))
            {
                result.AddError($"--drop is a share up to {LineSettings.MaxDrop * 100:0}%, such as 1%.");
            }
        });
        foreach (var option in (Option[])[_lag, _jitter, _drop, _seed])
        {
            command.Options.Add(option);
        }
    }

    public LineSettings Read(ParseResult parsed) => new(
        Amount.Time(parsed.GetValue(_lag)!)!.Value, Amount.Time(parsed.GetValue(_jitter)!)!.Value, Amount.Share(parsed.GetValue(_drop)!)!.Value, parsed.GetValue(_seed));
}
