namespace Weft.Fuzz.Tests;

/// <summary>Makes an input smaller for as long as it does the same: takes parts out, halves first, then makes bytes plain.</summary>
internal static class Shrinker
{
    /// <summary>Trials that shrinking may take: an input that costs 50 ms each time is not to be shrunk for ever.</summary>
    private const int Patience = 2_000;

    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails)
    {
        var left = Patience;
        for (var part = Math.Max(1, input.Length / 2); part > 0; part /= 2)
        {
            for (var at = 0; at < input.Length && left > 0;)
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

        for (var at = 0; at < input.Length && left > 0; at++)
        {
            byte[] plainer = [.. input];
            plainer[at] = char.IsAscii((char)input[at]) && input[at] > ' ' ? (byte)'0' : (byte)0;
            left--;
            input = plainer[at] != input[at] && fails(plainer) ? plainer : input;
        }

        return input;
    }
}
