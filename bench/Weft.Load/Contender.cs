namespace Weft.Load;

/// <summary>A server that takes part.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Command">How it is started.</param>
/// <param name="Dialect">How it is spoken to.</param>
/// <param name="Knows">Whether it keeps documents, so that one can be joined.</param>
internal sealed record Contender(string Name, IReadOnlyList<string> Command, IDialect Dialect, bool Knows)
{
    public static IReadOnlyList<Contender> All(MatrixSettings settings)
    {
        var relay = Environment.ProcessPath!;
        return
        [
            new("Weft", [settings.Weft, "serve", "--host", "localhost", "--port", "0", "--data", "{folder}/data"], new WeftDialect(), Knows: true),
            new("Hocuspocus", ["node", Path.Combine(settings.Peers, "hocuspocus.js")], new HocuspocusDialect(), Knows: true),
            // This program serves it, and then collects garbage as ASP.NET's own projects and Weft's server do.
            new("Kestrel relay", ["env", "DOTNET_gcServer=1", relay, "relay"], new RelayDialect(), Knows: false),
            new("ws relay", ["node", Path.Combine(settings.Peers, "ws-relay.js")], new RelayDialect(), Knows: false),
        ];
    }
}
