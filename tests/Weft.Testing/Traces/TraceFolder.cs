using System.IO.Compression;
using Weft.Testing.Generators;

namespace Weft.Testing.Traces;

/// <summary>
/// Where recorded editing histories lie: in the folder that <c>WEFT_TRACES</c> names, or else in
/// <c>../shared/data/editing-traces</c> beside the repository. Where there are none, generated ones take their place.
/// </summary>
public static class TraceFolder
{
    /// <summary>A history of one author: a recorded one, or a generated one when it is not there.</summary>
    /// <param name="name">The file's name without extensions.</param>
    public static RecordedTrace Sequential(string name) =>
        Find("sequential", name) ?? RecordedTrace.Parse(TraceGenerator.Sequential(new Random(1), 20_000));

    /// <summary>A history of several authors: a recorded one, or a generated one when it is not there.</summary>
    /// <param name="name">The file's name without extensions.</param>
    public static RecordedTrace Concurrent(string name) =>
        Find("concurrent", name) ?? RecordedTrace.Parse(TraceGenerator.Concurrent(new Random(2), 3, 5_000));

    private static RecordedTrace? Find(string folder, string name)
    {
        var root = Environment.GetEnvironmentVariable("WEFT_TRACES") ?? BesideRepository();
        var path = root is null ? null : Path.Combine(root, folder, name + ".json.gz");
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenRead(path);
        using var json = new GZipStream(file, CompressionMode.Decompress);
        return RecordedTrace.Read(json);
    }

    private static string? BesideRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Weft.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", "editing-traces") : null;
    }
}
