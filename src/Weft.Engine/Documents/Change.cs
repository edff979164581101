using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// What an author did at once, all of it or none: a run of the author's events, with the version that it was done to.
/// Compared by value.
/// </summary>
/// <param name="Agent">The author. An author's changes form one chain: each has the one before it in its past.</param>
/// <param name="Sequence">The number of the first event, counting the agent's events from 0.</param>
/// <param name="Parents">The version that the author saw.</param>
/// <param name="Clock">Greater than the clock of every change in its past.</param>
/// <param name="Operations">At least one operation.</param>
public sealed record Change(
    string Agent, long Sequence, Version Parents, HybridTimestamp Clock, ImmutableArray<Operation> Operations)
{
    /// <summary>The number of its events. Counted anew at each call.</summary>
    public int Length
    {
        get
        {
            var length = 0;
            foreach (var operation in Operations)
            {
                length = checked(length + operation.EventCount);
            }

            return length;
        }
    }

    /// <summary>The name of its last event: the version after it is this event with its past.</summary>
    public EventId LastEvent => new(Agent, Sequence + Length - 1);

    /// <summary>Writes the change, to be read by <see cref="TryDecode"/> or merged (<see cref="Document.Merge(ReadOnlySpan{byte})"/>).</summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative: no document takes it.</exception>
    public void Encode(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var draft = new ChangeDraft();
        draft.Read(this);
        ChangeFormat.Encode(draft, output);
    }

    /// <summary>The encoded change, in an array of the caller's own.</summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative: no document takes it.</exception>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        Encode(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads an encoded change. Never throws: what is wrong with the bytes is told in <paramref name="reason"/>.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Change? change, [NotNullWhen(false)] out string? reason) =>
        ChangeCodec.TryDecode(bytes, out change, out reason);

    /// <inheritdoc/>
    public bool Equals(Change? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (string.Equals(Agent, other.Agent, StringComparison.Ordinal) && Sequence == other.Sequence
                && Parents == other.Parents && Clock == other.Clock
                && Operations.AsSpan().SequenceEqual(other.Operations.AsSpan())));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Agent, Sequence);
}
