using System.CommandLine;

namespace Weft.Cli;

/// <summary>Options whose value is one of a few words.</summary>
internal static class OptionChoices
{
    /// <summary>Refuses every other value, in one sentence.</summary>
    public static void MustBeOneOf<T>(this Option<T> option, params string[] values) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !values.Contains(token.Value, StringComparer.Ordinal))
        {
            result.AddError($"{option.Name} is one of: {string.Join(", ", values)}.");
        }
    });
}
