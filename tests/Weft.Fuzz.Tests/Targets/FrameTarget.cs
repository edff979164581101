using Weft.Protocol;

namespace Weft.Fuzz.Tests.Targets;

/// <summary>One frame, as a server and a client read it. What was read can be written, and read again.</summary>
internal sealed class FrameTarget() : FuzzTarget("frame", 34, [.. Vectors.Frames("client"), .. Vectors.Frames("server")])
{
    /// <summary>Bytes of frames that are written and read again.</summary>
    private const int Rewritten = 4 * 1024;

    public override byte[] Mutate(byte[] sample, Random random)
    {
        var other = Samples[random.Next(Samples.Count)];
        return random.Next(5) == 0 ? ByteMutator.Mutate(sample, other, random) : JsonMutator.Mutate(sample, other, random);
    }

    /// <summary>The serializer makes many small objects of an edit of thirty bytes, most of which it lets go at once.</summary>
    public override int BytesPerByte => 6 * Cost.BytesPerByte;

    public override bool Run(byte[] input)
    {
        var client = Wire.ParseClient(input);
        if (client.Succeeded)
        {
            // That is not what an input costs.
            Require(input.Length > Rewritten || Wire.ParseClient(Wire.Serialize(client.Message)).Succeeded);
            return true;
        }

        var server = Wire.ParseServer(input);
        return server.Succeeded;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("What was read and written cannot be read again.");
        }
    }
}
