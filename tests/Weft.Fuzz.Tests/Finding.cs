using System.Text;

namespace Weft.Fuzz.Tests;

/// <summary>An input that must not be.</summary>
/// <param name="Target">What took it.</param>
/// <param name="Number">Which input of the run it was made of.</param>
/// <param name="Kind">Tells findings of one cause from others: an exception and where it was thrown, or a sort of cost.</param>
/// <param name="What">What happened.</param>
/// <param name="Input">The input, as small as it could be made.</param>
internal sealed record Finding(string Target, long Number, string Kind, string What, byte[] Input)
{
    private const int Shown = 2_048;

    public override string ToString() =>
        $"{Target}, input {Number}: {What}\nIts {Input.Length} bytes as text: {Encoding.UTF8.GetString(Input.AsSpan(0, Math.Min(Shown, Input.Length)))}\nand in hexadecimal: {Convert.ToHexString(Input.AsSpan(0, Math.Min(Shown, Input.Length)))}";
}
