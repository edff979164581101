using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weft.Testing.Network;

/// <summary>A file of vectors that the C# code makes and every other implementation reads.</summary>
public static class GoldenFile
{
    /// <summary>Set to 1 to write the files anew instead of comparing.</summary>
    public const string UpdateVariable = "WEFT_UPDATE_VECTORS";

    private static readonly JsonSerializerOptions s_format =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What differs from the file in tests/vectors, or null. With <see cref="UpdateVariable"/> the file is written.</summary>
    public static string? Compare(string name, JsonObject content)
    {
        string path = Path.Combine(Folder(), name);
        string text = Format(content);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is "1")
        {
            File.WriteAllText(path, text);
            return null;
        }

        string stored = File.Exists(path) ? File.ReadAllText(path) : "";
        return string.Equals(stored, text, StringComparison.Ordinal)
            ? null
            : $"{name} is not what the code makes. If the change is meant, set {UpdateVariable}=1 and run again; then tell the SDKs.";
    }

    /// <summary>Reads a file of tests/vectors.</summary>
    public static JsonObject Read(string name) =>
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), name)))!;

    /// <summary>One case a line, so that a difference is readable.</summary>
    private static string Format(JsonObject content)
    {
        var text = new StringBuilder("{");
        string separator = "\n";
        foreach ((string section, JsonNode? cases) in content)
        {
            text.Append(separator).Append("  ").Append(JsonSerializer.Serialize(section, s_format)).Append(": [");
            string comma = "\n";
            foreach (JsonNode? vector in (JsonArray)cases!)
            {
                text.Append(comma).Append("    ").Append(vector!.ToJsonString(s_format));
                comma = ",\n";
            }

            text.Append("\n  ]");
            separator = ",\n";
        }

        return text.Append("\n}\n").ToString();
    }

    private static string Folder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Weft.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new InvalidOperationException("The repository is not above the tests."), "tests", "vectors");
    }
}
