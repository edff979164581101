namespace Weft.Cli;

/// <summary>What the program says when it cannot do what it was asked for: one sentence.</summary>
internal static class Complaint
{
    public static int Say(int code, string text)
    {
        Console.Error.WriteLine("weft: " + text);
        return code;
    }
}
