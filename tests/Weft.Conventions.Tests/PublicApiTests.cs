using System.Reflection;
using System.Text;

namespace Weft.Conventions.Tests;

/// <summary>What other people compile against changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Weft.Engine")]
    [InlineData("Weft.Protocol")]
    [InlineData("Weft.Sync")]
    [InlineData("Weft.Storage")]
    [InlineData("Weft.Kinds")]
    [InlineData("Weft.Client")]
    [InlineData("Weft.Server")]
    public void Is_the_approved_one(string project)
    {
        var approved = Path.Combine(Repository.Here(), "Approved", project + ".approved.txt");
        var actual = Describe(Assembly.Load(project));
        if (File.Exists(approved) && string.Equals(File.ReadAllText(approved), actual, StringComparison.Ordinal))
        {
            return;
        }

        File.WriteAllText(Path.Combine(Repository.Here(), "Approved", project + ".received.txt"), actual);
        Assert.Fail($"The public API of {project} changed: review {project}.received.txt, then rename it to {project}.approved.txt.");
    }

    private static string Describe(Assembly assembly)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append('\n');
            foreach (var member in type.GetMembers(Declared).Select(m => $"  {m.MemberType} {m}").Order(StringComparer.Ordinal))
            {
                text.Append(member).Append('\n');
            }
        }

        return text.ToString();
    }
}
