using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// Makes a room's log of a document with history that came from outside. Nothing of it is believed: every change is merged anew into an
/// empty document and judged as if its author had sent it just now.
/// </summary>
public static class ForeignHistory
{
    /// <summary>How far ahead of this machine's clock another's may have been.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>Reads a saved document.</summary>
    /// <param name="document">What <see cref="Document.Save"/> made, or pretends to have been made by it.</param>
    /// <param name="schema">What the document's kind allows.</param>
    /// <param name="options">What the room will bear.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="log">One entry per change, with the revisions 1, 2, 3…; each author's changes have the ids 1, 2, 3….</param>
    /// <param name="reason">What is wrong, in one sentence for a person.</param>
    /// <param name="cancellationToken">Gives up: a long history takes a while.</param>
    /// <returns>Whether the history is sound.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static bool TryRead(
        ReadOnlyMemory<byte> document,
        SchemaCheck schema,
        RoomOptions options,
        long now,
        out ImmutableArray<StoredChange> log,
        [NotNullWhen(false)] out string? reason,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(options);
        log = [];
        if (!Document.TryLoad(document, out Document? claimed, out reason) || !claimed.LoadHistory(out reason))
        {
            reason = $"The document in the file is damaged: {reason}";
            return false;
        }

        var reading = new Reading(schema, options, now + (long)ClockTolerance.TotalMilliseconds);
        for (int i = 0; i < claimed.ChangeCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reading.Take(claimed.ChangeAt(i)) is { } wrong)
            {
                reason = string.Create(CultureInfo.InvariantCulture, $"Change {i + 1} of the document's history is not sound: {wrong}");
                return false;
            }
        }

        log = reading.Log;
        return true;
    }

    private sealed class Reading(SchemaCheck schema, RoomOptions options, long latest)
    {
        private readonly Document _document = new();
        private readonly DocumentSize _size = new(new Document());
        private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
        private readonly ImmutableArray<StoredChange>.Builder _log = ImmutableArray.CreateBuilder<StoredChange>();

        internal ImmutableArray<StoredChange> Log => _log.ToImmutable();

        /// <summary>What is wrong with a change; null when it was taken.</summary>
        internal string? Take(Change change)
        {
            if ((Judge(change) ?? JudgeOperations(change)) is { } wrong)
            {
                return wrong;
            }

            switch (_document.Merge(change))
            {
                case MergeResult.Applied { Changes: [var applied] }:
                    _size.Count(applied);
                    long id = _ids[change.Agent] = _ids.GetValueOrDefault(change.Agent) + 1;
                    _log.Add(new StoredChange(_document.ChangeCount, LogCodec.Encode(id, applied)));
                    return null;
                case MergeResult.Refused refused:
                    return refused.Message;
                default:
                    return "It does not follow from those before it.";
            }
        }

        private string? Judge(Change change) =>
            !Names.IsClient(change.Agent) ? "Its author's id is none."
            : change.Clock.Milliseconds > latest ? "It was made in the future."
            : change.Operations.Length > Limits.MaxOperations ? "It has too many operations."
            : !_size.HasRoomFor(change.Operations, options) ? "The document becomes too large."
            : null;

        private string? JudgeOperations(Change change)
        {
            foreach (Operation operation in change.Operations)
            {
                if (schema(operation) is { } violation)
                {
                    return violation.Message;
                }
            }

            return null;
        }
    }
}
