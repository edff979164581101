using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Weft.Client.Replay;

/// <summary>
/// Reads traces in the format of github.com/josephg/editing-traces: gzipped JSON, sequential (one author, each transaction after the one
/// before) or concurrent (each transaction names its author and its parents).
/// </summary>
public static class TraceReader
{
    /// <summary>The environment variable that names the folder of traces.</summary>
    public const string FolderVariable = "WEFT_TRACES";

    /// <summary>Finds a trace: as a path, then by its name in the folder of traces, then in the one beside the repository.</summary>
    /// <param name="name">A path or a file's name; <c>.json.gz</c> may be left out.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="TraceException">It is nowhere; the message says where it was looked for.</exception>
    public static string Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string[] names = name.EndsWith(".gz", StringComparison.Ordinal) ? [name] : [name, name + ".json.gz"];
        foreach (var path in names.Where(File.Exists))
        {
            return Path.GetFullPath(path);
        }

        var folders = Folders().ToList();
        foreach (var folder in folders.Where(Directory.Exists))
        {
            var found = Directory.EnumerateFiles(folder, "*.json.gz", SearchOption.AllDirectories)
                .FirstOrDefault(path => names.Contains(Path.GetFileName(path), StringComparer.Ordinal));
            if (found is not null)
            {
                return found;
            }
        }

        throw new TraceException(
            $"There is no trace '{name}': looked for {Path.GetFullPath(name)} and in {string.Join(" and ", folders)}. Set {FolderVariable} to the folder of your traces, or play a made-up one with 'generated'.");
    }

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="TraceException">The file is no trace.</exception>
    public static Trace Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            using var json = JsonDocument.Parse(unzipped);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new TraceException($"'{path}' is not a trace: {exception.Message}", exception);
        }
    }

    private static Trace Read(JsonElement root)
    {
        var isConcurrent = root.TryGetProperty("kind", out var kind) && string.Equals(kind.GetString(), "concurrent", StringComparison.Ordinal);
        var transactions = ImmutableArray.CreateBuilder<TraceTransaction>();
        foreach (var transaction in root.GetProperty("txns").EnumerateArray())
        {
            transactions.Add(ReadTransaction(transaction, transactions.Count, isConcurrent));
        }

        return new Trace(
            root.TryGetProperty("startContent", out var start) ? start.GetString()! : string.Empty,
            root.GetProperty("endContent").GetString()!,
            isConcurrent ? root.GetProperty("numAgents").GetInt32() : 1,
            transactions.ToImmutable());
    }

    private static TraceTransaction ReadTransaction(JsonElement transaction, int index, bool isConcurrent)
    {
        ImmutableArray<TracePatch> patches = [.. transaction.GetProperty("patches").EnumerateArray()
            .Select(p => new TracePatch(p[0].GetInt32(), p[1].GetInt32(), p[2].GetString()!))];
        ImmutableArray<int> parents = isConcurrent
            ? [.. transaction.GetProperty("parents").EnumerateArray().Select(p => p.GetInt32())]
            : index == 0 ? [] : [index - 1];
        var agent = isConcurrent ? transaction.GetProperty("agent").GetInt32() : 0;
        return new TraceTransaction(agent, parents, ReadTime(transaction), patches);
    }

    // Traces without times carry the beginning of time.
    private static DateTimeOffset? ReadTime(JsonElement transaction)
    {
        if (!transaction.TryGetProperty("time", out var text) || text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var time = DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return time == DateTimeOffset.UnixEpoch ? null : time;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            yield return Path.GetFullPath(named);
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weft.slnx")))
        {
            folder = folder.Parent;
        }

        var repository = folder?.FullName ?? Directory.GetCurrentDirectory();
        yield return Path.GetFullPath(Path.Combine(repository, "..", "shared", "data", "editing-traces"));
    }
}
