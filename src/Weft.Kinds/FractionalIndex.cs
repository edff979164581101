namespace Weft.Kinds;

/// <summary>
/// Order keys as Excalidraw makes them (the integer part of the fractional-indexing scheme): plain ordinal comparison of two keys
/// gives their order.
/// </summary>
internal static class FractionalIndex
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The key of the n-th of many in a row, counted from 0: a0 … az, b00 … bzz, c000 …</summary>
    public static string At(long position)
    {
        var length = 1;
        long block = Digits.Length;
        while (position >= block)
        {
            position -= block;
            block *= Digits.Length;
            length++;
        }

        Span<char> key = stackalloc char[length + 1];
        key[0] = (char)('a' + length - 1);
        for (var i = length; i > 0; i--)
        {
            key[i] = Digits[(int)(position % Digits.Length)];
            position /= Digits.Length;
        }

        return key.ToString();
    }

    /// <summary>Whether a text has the shape of an order key.</summary>
    public static bool IsValid(string key)
    {
        if (key.Length is < 2 or > 200 || !key.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        var integer = char.IsAsciiLetterLower(key[0]) ? key[0] - 'a' + 2 : 'Z' - key[0] + 2;
        return char.IsAsciiLetter(key[0]) && key.Length >= integer && !(key.Length > integer && key[^1] == '0');
    }
}
