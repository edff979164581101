using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>
/// OpenJam's <c>zIndex</c>, a number, and a board's <c>index</c>, an order key as Excalidraw makes them: a whole number in base 62 of growing length,
/// then digits of a fraction. One is calculated from the other, so the place of an element depends on nothing but the element.
/// </summary>
internal static class StackPlace
{
    /// <summary>The number of an item without an order key, which stands above those that have one.</summary>
    public const double OnTop = 1_000_000;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Base = 62;

    /// <summary>Digits of a whole number that are calculated with: any number up to <see cref="JamValues.Most"/> has fewer.</summary>
    private const int MostDigits = 10;

    /// <summary>Digits of a fraction that are written: more than a double holds.</summary>
    private const int FractionDigits = 10;

    /// <summary>The order key of a number.</summary>
    /// <param name="number">At most <see cref="JamValues.Most"/>, either way.</param>
    public static string KeyOf(double number)
    {
        var whole = Math.Floor(number);
        return WholeKey((long)whole) + Fraction(number - whole);
    }

    /// <summary>The number of an item's place.</summary>
    public static double NumberOf(Properties item) => item.Text("index") is { Length: > 1 } key ? NumberOf(key) : OnTop;

    /// <summary>The key of a label: right above what it is the label of.</summary>
    public static string Above(string key) => key + Digits[Base / 2];

    private static double NumberOf(string key)
    {
        var isNegative = !char.IsAsciiLetterLower(key[0]);
        var length = isNegative ? 'Z' - key[0] + 1 : key[0] - 'a' + 1;
        if (length is < 1 or > MostDigits)
        {
            return isNegative ? -JamValues.Most : JamValues.Most;
        }

        long value = 0;
        long block = 1;
        long before = 0;
        for (var i = 1; i <= length; i++)
        {
            before += i > 1 ? block : 0;
            block *= Base;
            value = (value * Base) + Digit(key, i);
        }

        return (isNegative ? value - block - before : before + value) + FractionOf(key, length + 1);
    }

    private static int Digit(string key, int at) => at < key.Length ? Math.Max(0, Digits.IndexOf(key[at], StringComparison.Ordinal)) : 0;

    private static double FractionOf(string key, int from)
    {
        double fraction = 0;
        for (var i = key.Length - 1; i >= from; i--)
        {
            fraction = (fraction + Digit(key, i)) / Base;
        }

        return fraction;
    }

    private static string WholeKey(long number)
    {
        var isNegative = number < 0;
        var rest = isNegative ? -number - 1 : number;
        var length = 1;
        for (long block = Base; rest >= block; block *= Base)
        {
            rest -= block;
            length++;
        }

        var key = new char[length + 1];
        key[0] = (char)(isNegative ? 'Z' - length + 1 : 'a' + length - 1);
        for (var i = length; i > 0; i--)
        {
            var digit = (int)(rest % Base);
            key[i] = Digits[isNegative ? Base - 1 - digit : digit];
            rest /= Base;
        }

        return new string(key);
    }

    private static string Fraction(double fraction)
    {
        Span<char> digits = stackalloc char[FractionDigits];
        var count = 0;
        for (; count < FractionDigits && fraction > 0; count++)
        {
            fraction *= Base;
            var digit = (int)fraction;
            fraction -= digit;
            digits[count] = Digits[digit];
        }

        return digits[..count].TrimEnd('0').ToString();
    }
}
