using System.Diagnostics;

namespace Weft.Fuzz.Tests;

/// <summary>Makes an input smaller for as long as it does the same: takes parts out, halves first, then makes bytes plain.</summary>
internal static class Shrinker
{
    /// <summary>Trials that shrinking may take, and how long: an input that costs seconds each time is told as it is.</summary>
    private const int Trials = 2_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails)
    {
        var left = Trials;
        var started = Stopwatch.GetTimestamp();
        for (var part = Math.Max(1, input.Length / 2); part > 0; part /= 2)
        {
            for (var at = 0; at < input.Length && IsPatient();)
            {
                byte[] smaller = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + part))];
                left--;
                if (fails(smaller))
                {
                    input = smaller;
                }
                else
                {
                    at += part;
                }
            }
        }

        for (var at = 0; at < input.Length && IsPatient(); at++)
        {
            byte[] plainer = [.. input];
            plainer[at] = char.IsAscii((char)input[at]) && input[at] > ' ' ? (byte)'0' : (byte)0;
            left--;
            input = plainer[at] != input[at] && fails(plainer) ? plainer : input;
        }

        return input;

        bool IsPatient() => left > 0 && Stopwatch.GetElapsedTime(started) < s_patience;
    }
}
