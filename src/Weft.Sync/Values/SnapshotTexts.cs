using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Texts as the runs of a snapshot (DOC-1).</summary>
internal static class SnapshotTexts
{
    internal static ImmutableArray<WireRun> ToWire(IReadOnlyText text) => [.. text.Runs().Select(ToWire)];

    /// <exception cref="ArgumentException">A value is not JSON, or not Unicode.</exception>
    internal static RichText FromWire(ImmutableArray<WireRun> runs) => RichText.From(runs.Select(FromWire));

    private static WireRun ToWire(TextRun run) => new(
        run.Embed is { } embed ? TextContent.Of(new RawJson(embed.Text)) : TextContent.Of(run.Text!),
        WireValues.ToWireOrNull(run.Attributes));

    private static TextRun FromWire(WireRun run) => new(
        run.Insert.Text,
        run.Insert.Embed is { } embed ? WireValues.ToValue(embed) : null,
        WireValues.ToProperties(run.Attributes));
}
