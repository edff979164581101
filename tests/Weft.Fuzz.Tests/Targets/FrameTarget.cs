using Weft.Protocol;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>One frame, as the other side reads it. What was read of a client can be written, and read again.</summary>
internal sealed class FrameTarget : FuzzTarget
{
    /// <summary>Bytes of frames that are written and read again.</summary>
    private const int Rewritten = 4 * 1024;

    private readonly Func<byte[], bool> _read;

    private FrameTarget(string side, int share, Func<byte[], bool> read)
        : base($"frame of a {side}", share, [.. Vectors.Frames(side)]) => _read = read;

    public static FrameTarget OfClient() => new("client", 28, static frame =>
    {
        var read = Wire.ParseClient(frame);

        // Reading again is not what an input costs.
        return read.Succeeded && (frame.Length > Rewritten || Wire.ParseClient(Wire.Serialize(read.Message)).Succeeded
            ? true
            : throw new InvalidOperationException("What was read and written cannot be read again."));
    });

    public static FrameTarget OfServer() => new("server", 8, static frame => Wire.ParseServer(frame, []) is null);

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var other = Samples[random.Next(Samples.Count)];
        return random.Next(5) == 0 ? ByteMutator.Mutate(sample, other, random) : JsonMutator.Mutate(sample, other, random);
    }

    /// <summary>The serializer makes lists and arguments of each object, which it lets go at once.</summary>
    public override int Turnover => 2;

    // What is longer is not read (FRAME-4).
    public override bool Run(byte[] input) => input.Length <= Limits.MaxFrameBytes && _read(input);
}
