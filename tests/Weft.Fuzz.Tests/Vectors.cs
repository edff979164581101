using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Weft.Testing.Network;

namespace Weft.Fuzz.Tests;

/// <summary>The good inputs of tests/vectors.</summary>
internal static class Vectors
{
    /// <summary>Frames of one side: <c>client</c> or <c>server</c>.</summary>
    public static IEnumerable<byte[]> Frames(string side) =>
        ((JsonArray)GoldenFile.Read("messages.json")[side]!).Select(frame => Encoding.UTF8.GetBytes(frame!.ToJsonString()));

    /// <summary>Bytes of a format: <c>change</c>, <c>batch</c> or <c>document</c>.</summary>
    public static IEnumerable<byte[]> Format(string what) =>
        Directory.EnumerateFiles(Path.Combine(Here(), "..", "vectors", "format"), what + "-*.hex").Order(StringComparer.Ordinal)
            .Select(file => Convert.FromHexString(string.Concat(File.ReadLines(file).Where(line => !line.StartsWith('#')))));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
