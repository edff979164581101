using System.Buffers.Binary;
using System.Text;

namespace Weft.Benchmarks;

/// <summary>
/// What the works begin with, made once and read by the process of each work: so that nothing that was needed to make it
/// is in that process's memory. It lies in a folder of its own.
/// </summary>
internal sealed class Prepared(string folder)
{
    /// <summary>The encoded changes, one after another, each behind its length.</summary>
    public byte[][] ReadUpdates()
    {
        var bytes = File.ReadAllBytes(In("updates"));
        var updates = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(int);
            updates.Add(bytes[at..(at + length)]);
            at += length;
        }

        return [.. updates];
    }

    /// <summary>The saved document.</summary>
    public byte[] ReadSaved() => File.ReadAllBytes(In("saved"));

    /// <summary>All changes in one block.</summary>
    public byte[] ReadEvents() => File.ReadAllBytes(In("events"));

    /// <summary>The text at the end.</summary>
    public string ReadText() => File.ReadAllText(In("text"), Encoding.UTF8);

    /// <summary>Keeps all of it.</summary>
    public void Write(byte[][] updates, byte[] saved, byte[] events, string text)
    {
        Directory.CreateDirectory(folder);
        using (var file = File.Create(In("updates")))
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            foreach (var update in updates)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, update.Length);
                file.Write(length);
                file.Write(update);
            }
        }

        File.WriteAllBytes(In("saved"), saved);
        File.WriteAllBytes(In("events"), events);
        File.WriteAllText(In("text"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private string In(string name) => Path.Combine(folder, name);
}
