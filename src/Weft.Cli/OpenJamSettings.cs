using Weft.Server;

namespace Weft.Cli;

/// <summary>What <see cref="OpenJamOptions"/> read.</summary>
/// <param name="AtRoot">Whether its routes are at the root too.</param>
/// <param name="Folder">The folder of its front-end; null for none.</param>
internal sealed record OpenJamSettings(bool AtRoot, string? Folder)
{
    public void Apply(WeftOptions options)
    {
        options.OpenJamAtRoot = AtRoot;
        options.StaticRoot = Folder;
    }
}
