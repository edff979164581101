using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Testing.Traces;

/// <summary>
/// Writes a history in the format of github.com/josephg/editing-traces, as one of several authors, and makes longer ones
/// of it.
/// </summary>
public static class TraceWriter
{
    private const string AgentPrefix = "agent";

    /// <summary>
    /// Writes a history whose agents are named <c>agent0</c>, <c>agent1</c>, ... and which only inserts and deletes.
    /// <see cref="RecordedTrace.Read"/> reads the same history again.
    /// </summary>
    public static void Write(RecordedTrace trace, Stream json)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var indexes = new Dictionary<EventId, int>();
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("kind", "concurrent");
        writer.WriteString("endContent", trace.EndContent);
        writer.WriteNumber("numAgents", trace.Changes.Select(change => change.Agent).Distinct(StringComparer.Ordinal).Count());
        writer.WriteStartArray("txns");
        for (var i = 0; i < trace.Changes.Length; i++)
        {
            indexes.Add(trace.Changes[i].LastEvent, i);
            Write(writer, trace.Changes[i], indexes);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>
    /// The history several times over in one text: each copy begins when the one before has ended, in front of its
    /// text.
    /// </summary>
    public static RecordedTrace Repeat(RecordedTrace trace, int times)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var lengths = trace.Changes.GroupBy(change => change.Agent, StringComparer.Ordinal)
            .ToDictionary(changes => changes.Key, changes => changes.Sum(change => (long)change.Length), StringComparer.Ordinal);
        var heads = trace.Changes.Select(change => change.LastEvent).Except(trace.Changes.SelectMany(change => change.Parents.Heads)).ToArray();
        var clocks = trace.Changes.Max(change => change.Clock.Value);
        EventId Moved(EventId id, int copy) => new(id.Agent, id.Sequence + (copy * lengths[id.Agent]));
        var changes = Enumerable.Range(0, times).SelectMany(copy => trace.Changes.Select(change => change with
        {
            Sequence = change.Sequence + (copy * lengths[change.Agent]),
            Clock = new HybridTimestamp(change.Clock.Value + (copy * clocks)),
            Parents = copy > 0 && change.Parents.Heads.IsEmpty
                ? Engine.Version.Of(heads.Select(head => Moved(head, copy - 1)))
                : Engine.Version.Of(change.Parents.Heads.Select(parent => Moved(parent, copy))),
        }));
        return new RecordedTrace(string.Concat(Enumerable.Repeat(trace.EndContent, times)), [.. changes]);
    }

    private static void Write(Utf8JsonWriter writer, Change change, Dictionary<EventId, int> indexes)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("parents");
        foreach (var parent in change.Parents.Heads)
        {
            writer.WriteNumberValue(indexes[parent]);
        }

        writer.WriteEndArray();
        writer.WriteNumber("agent", NumberOf(change.Agent));
        writer.WriteStartArray("patches");
        foreach (var operation in change.Operations)
        {
            WritePatch(writer, operation);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static int NumberOf(string agent) => string.Equals(agent, AgentPrefix, StringComparison.Ordinal)
        ? 0
        : int.Parse(agent.AsSpan(AgentPrefix.Length), CultureInfo.InvariantCulture);

    private static void WritePatch(Utf8JsonWriter writer, Operation operation)
    {
        var (position, deleted, inserted) = operation switch
        {
            InsertText insert => (insert.Position, 0, insert.Text),
            DeleteText delete => (delete.Position, delete.Length, ""),
            _ => throw new ArgumentException("The format has insertions and deletions only.", nameof(operation)),
        };
        writer.WriteStartArray();
        writer.WriteNumberValue(position);
        writer.WriteNumberValue(deleted);
        writer.WriteStringValue(inserted);
        writer.WriteEndArray();
    }
}
