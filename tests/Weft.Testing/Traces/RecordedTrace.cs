using System.Collections.Immutable;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Testing.Traces;

/// <summary>
/// An editing history in the format of github.com/josephg/editing-traces, as changes of one text named <c>body</c>.
/// Positions in a history of one author count code points; in one of several authors every character is one unit.
/// </summary>
/// <param name="EndContent">The text that a right replay produces.</param>
/// <param name="Changes">One change for each transaction, in an order in which parents come first.</param>
public sealed record RecordedTrace(string EndContent, ImmutableArray<Change> Changes)
{
    /// <summary>The path of the text.</summary>
    public const string Path = "body";

    /// <summary>Reads a trace.</summary>
    public static RecordedTrace Read(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Reads a trace.</summary>
    public static RecordedTrace Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    private static RecordedTrace Read(JsonElement trace)
    {
        var isConcurrent = trace.TryGetProperty("kind", out var kind) && kind.ValueEquals("concurrent");
        var map = isConcurrent ? null : new CodePointMap();
        var changes = ImmutableArray.CreateBuilder<Change>();
        var sequences = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var transaction in trace.GetProperty("txns").EnumerateArray())
        {
            var parents = isConcurrent
                ? transaction.GetProperty("parents").EnumerateArray().Select(parent => changes[parent.GetInt32()]).ToArray()
                : changes.Count == 0 ? [] : [changes[^1]];
            var agent = isConcurrent ? $"agent{transaction.GetProperty("agent").GetInt32()}" : "agent";
            var operations = ReadPatches(transaction.GetProperty("patches"), map);
            var clock = parents.Length == 0 ? 1 : parents.Max(parent => parent.Clock.Value) + 1;
            var change = new Change(
                agent, sequences.GetValueOrDefault(agent), Engine.Version.Of(parents.Select(parent => parent.LastEvent)),
                new HybridTimestamp(clock), operations);
            sequences[agent] = change.Sequence + change.Length;
            changes.Add(change);
        }

        return new RecordedTrace(trace.GetProperty("endContent").GetString()!, changes.DrainToImmutable());
    }

    private static ImmutableArray<Operation> ReadPatches(JsonElement patches, CodePointMap? map)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>();
        foreach (var patch in patches.EnumerateArray())
        {
            var (from, deleted, inserted) = (patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!);
            var position = map?.ToUtf16(from) ?? from;
            if (deleted > 0)
            {
                operations.Add(new DeleteText(Path, position, (map?.ToUtf16(from + deleted) ?? from + deleted) - position));
                map?.Delete(from, deleted);
            }

            if (inserted.Length > 0)
            {
                operations.Add(new InsertText(Path, position, inserted, Properties.Empty));
                map?.Insert(from, inserted);
            }
        }

        return operations.DrainToImmutable();
    }
}
