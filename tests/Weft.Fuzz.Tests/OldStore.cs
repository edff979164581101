namespace Weft.Fuzz.Tests;

/// <summary>What the first version stored: a document of format 1 by two authors, and its log, without the checksums at the end.</summary>
internal static class OldStore
{
    private const string Log1 = "010101d2fdc5fd08617574686f722d30008080acf1a7abffd00100010104626f647900046f6e652000";
    private const string Log2 = "010101ee36960608617574686f722d31008080d0fca7abffd0010108617574686f722d3003010104626f6479040454574f200001010104626f6479070454574f2000";

    private const string Saved =
        "57454654013a7deba30208617574686f722d3008617574686f722d310500008080acf1a7abffd001010104626f647900046f6e65200000010180"
        + "80e405010104626f64790404c3a42078000101028080a40b010104626f6479040454574f20000102020180809803010304626f64790601000101808058010104626f64790a"
        + "057468726565000104626f64790100106f6e6520c3a42054574f2074687265650000";

    public static byte[] Document { get; } = Convert.FromHexString(Saved);

    public static IReadOnlyList<byte[]> Log { get; } = [Convert.FromHexString(Log1), Convert.FromHexString(Log2)];
}
