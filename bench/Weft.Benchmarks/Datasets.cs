using System.IO.Compression;
using Weft.Testing.Generators;
using Weft.Testing.Traces;

namespace Weft.Benchmarks;

/// <summary>The datasets: recorded histories, longer ones made of them, and generated ones.</summary>
internal static class Datasets
{
    private const int Seed = 1;

    /// <summary>
    /// Writes what is not recorded to a folder, for all libraries to read; what is there already is left as it is.
    /// </summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteNew(folder, "friendsforever-x25", () => TraceWriter.Repeat(TraceFolder.Concurrent("friendsforever"), 25));
        WriteNew(folder, "clownschool-x25", () => TraceWriter.Repeat(TraceFolder.Concurrent("clownschool"), 25));
        WriteNew(folder, "automerge-paper-x3", () => TraceWriter.Repeat(TraceFolder.Sequential("automerge-paper"), 3));
        WriteNew(folder, "source-control", () => BranchGenerator.Generate(new Random(Seed)));
    }

    /// <summary>Reads a history from a file, compressed or not.</summary>
    public static RecordedTrace Read(string path)
    {
        using var file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return RecordedTrace.Read(file);
        }

        using var json = new GZipStream(file, CompressionMode.Decompress);
        return RecordedTrace.Read(json);
    }

    private static void WriteNew(string folder, string name, Func<RecordedTrace> make)
    {
        var path = Path.Combine(folder, name + ".json.gz");
        if (File.Exists(path))
        {
            return;
        }

        // Moved into place when it is whole, so that a run that was broken off leaves nothing that looks finished.
        var unfinished = path + ".part";
        using (var file = File.Create(unfinished))
        using (var json = new GZipStream(file, CompressionLevel.Fastest))
        {
            TraceWriter.Write(make(), json);
        }

        File.Move(unfinished, path);
    }
}
