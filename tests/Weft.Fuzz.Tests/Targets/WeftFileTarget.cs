using Weft.Engine;
using Weft.Kinds;
using Weft.Sync;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>A <c>.weft</c> file that is imported: its whole history is merged anew, by the rules of its kind.</summary>
internal sealed class WeftFileTarget() : FuzzTarget("weft file", 8, [.. DocumentSamples.All.Select(document => new WeftFile("text", "Title", document).ToBytes())])
{
    private const long Now = 1_790_000_000_000;

    private static readonly DocumentKind s_kind = DocumentKinds.Find("text")!;

    public override byte[] Mutate(byte[] sample, Random random)
    {
        WeftFile.TryRead(sample, out var file, out _);
        var document = DocumentSamples.Mutate(file!.Document.ToArray(), DocumentSamples.All[random.Next(DocumentSamples.All.Count)], random);
        return random.Next(20) == 0
            ? ByteMutator.Mutate(sample, Samples[random.Next(Samples.Count)], random)
            : (file with { Document = document, Kind = random.Next(20) == 0 ? "board" : "text" }).ToBytes();
    }

    public override long SizeOf(byte[] input) => WeftFile.TryRead(input, out var file, out _) ? DocumentSamples.SizeOfHistory(file.Document.ToArray()) : input.Length;

    public override bool Run(byte[] input) =>
        WeftFile.TryRead(input, out var file, out _)
        && ForeignHistory.TryRead(file.Document, Check, new RoomOptions(), Now, out _, out _, CancellationToken.None);

    private static SchemaViolation? Check(Operation operation) =>
        s_kind.Check(operation) is { } violation ? new SchemaViolation(violation.Code, violation.Message) : null;
}
