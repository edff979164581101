using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>A change together with what it meant in the document that took it. Compared by value.</summary>
/// <param name="Change">The change as its author made it.</param>
/// <param name="Transformed">
/// What it did to the document as it was just before, each operation after the ones before it. Only
/// <see cref="InsertText"/>, <see cref="InsertEmbed"/>, <see cref="DeleteText"/>, <see cref="FormatText"/>,
/// <see cref="AddItem"/>, <see cref="SetProperties"/>, <see cref="DeleteItem"/> and <see cref="RestoredItem"/> occur;
/// what lost is left out.
/// </param>
public sealed record AppliedChange(Change Change, ImmutableArray<Operation> Transformed)
{
    /// <summary>Bytes that are enough for a typed letter.</summary>
    private const int Usual = 64;

    /// <summary>Writes the change; the transformed part is not repeated when it equals the change's own operations.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative: no document takes it.</exception>
    public void Encode(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ChangeFormat.EncodeApplied(Change, Transformed, output);
    }

    /// <summary>The encoded change (see <see cref="Encode"/>), in an array of the caller's own.</summary>
    /// <exception cref="ArgumentException">A string has a lone surrogate, or a number is negative: no document takes it.</exception>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(Usual);
        Encode(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads an encoded applied change. Never throws: what is wrong is told in <paramref name="reason"/>.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AppliedChange? applied, [NotNullWhen(false)] out string? reason) =>
        ChangeCodec.TryDecode(bytes, out applied, out reason);

    /// <inheritdoc/>
    public bool Equals(AppliedChange? other) =>
        other is not null && Change.Equals(other.Change) && Transformed.AsSpan().SequenceEqual(other.Transformed.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Change.GetHashCode();
}
