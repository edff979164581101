using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>Parts of the protocol as JSON nodes, exactly as the wire has them.</summary>
public static class WireNodes
{
    /// <summary>A delta as the edits of CHANGE-5.</summary>
    public static JsonArray Of(TextDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        return (JsonArray)Take(Of([new TextOperation("p", delta.ToEdits())])[0]!, "changes");
    }

    /// <summary>Operations of a change.</summary>
    public static JsonArray Of(ImmutableArray<WireOperation> ops) =>
        (JsonArray)Take(Of(new RemoteChangeMessage(0, "c", 1, 0, ops)), "ops");

    /// <summary>A text as the runs of DOC-1.</summary>
    public static JsonArray Of(IReadOnlyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<WireRun> runs = [.. text.Runs().Select(Run)];
        var snapshot = new WireSnapshot(
            new Dictionary<string, ImmutableArray<WireRun>>(StringComparer.Ordinal) { ["t"] = runs },
            new Dictionary<string, ImmutableArray<WireItem>>(StringComparer.Ordinal));
        JsonNode message = Of(new SyncMessage("d", "t", "k", "g", 0, "c", "#000000", 0, [], [], Snapshot: snapshot));
        return (JsonArray)Take(message["snapshot"]!["texts"]!, "t");
    }

    /// <summary>A message of a server.</summary>
    public static JsonNode Of(ServerMessage message) => JsonNode.Parse(Wire.Serialize(message))!;

    /// <summary>A message of a client.</summary>
    public static JsonNode Of(ClientMessage message) => JsonNode.Parse(Wire.Serialize(message))!;

    private static WireRun Run(TextRun run) => new(
        run.Embed is { } embed ? TextContent.Of(new RawJson(embed.Text)) : TextContent.Of(run.Text!),
        run.Attributes.Count == 0
            ? null
            : run.Attributes.ToDictionary(pair => pair.Key, pair => new RawJson(pair.Value.Text), StringComparer.Ordinal));

    private static JsonNode Take(JsonNode owner, string name)
    {
        JsonNode node = owner[name]!;
        ((JsonObject)owner).Remove(name);
        return node;
    }
}
