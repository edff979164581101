using System.Reflection;

namespace Weft.Conventions.Tests;

/// <summary>The project list is the architecture: arrows point down it only.</summary>
public sealed class LayerTests
{
    public static TheoryData<string, string[]> Layers => new()
    {
        { "Weft.Engine", [] },
        { "Weft.Protocol", [] },
        { "Weft.Storage", [] },
        { "Weft.Sync", ["Weft.Engine", "Weft.Protocol"] },
        { "Weft.Storage.Sqlite", ["Weft.Storage"] },
        { "Weft.Kinds", ["Weft.Engine"] },
        { "Weft.Client", ["Weft.Engine", "Weft.Protocol", "Weft.Sync"] },
        { "Weft.Server", ["Weft.Engine", "Weft.Kinds", "Weft.Protocol", "Weft.Storage", "Weft.Storage.Sqlite", "Weft.Sync"] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void References_only_what_stands_below_it(string project, string[] allowed)
    {
        var ours = Assembly.Load(project).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("Weft.", StringComparison.Ordinal));

        Assert.Empty(ours.Except(allowed, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Weft.Engine")]
    [InlineData("Weft.Protocol")]
    [InlineData("Weft.Sync")]
    [InlineData("Weft.Storage")]
    public void Depends_on_no_package_and_knows_no_socket_and_no_clock(string project)
    {
        var foreign = Assembly.Load(project).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => !name.StartsWith("Weft.", StringComparison.Ordinal) && !name.StartsWith("System.", StringComparison.Ordinal))
            .Where(name => name is not "netstandard" and not "mscorlib");
        var sockets = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("System.Net", StringComparison.Ordinal));

        Assert.Empty(foreign);
        Assert.Empty(sockets);
    }
}
