using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// The bytes of a snapshot: a version byte, the saved change ids of every client (LEB128: number of clients; per client its name,
/// number of runs, and for each run first id, length, first revision), the length of the document and the document as the engine
/// writes it, and a CRC-32C over all of it.
/// </summary>
internal static class SnapshotCodec
{
    private const byte FormatVersion = 1;
    private const string What = "the snapshot";

    internal static byte[] Encode(Document document, IReadOnlyDictionary<string, RoomClient> clients)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(clients.Count);
        foreach ((string name, RoomClient client) in clients.OrderBy(client => client.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write7BitEncodedInt(client.Saved.Runs.Count);
            foreach (SavedIds.Run run in client.Saved.Runs)
            {
                writer.Write7BitEncodedInt64(run.FirstId);
                writer.Write7BitEncodedInt64(run.LastId - run.FirstId);
                writer.Write7BitEncodedInt64(run.Revision);
            }
        }

        writer.Write(document.Save());
        writer.Flush();
        return Checksum.Seal(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <exception cref="CorruptLogException">The bytes are damaged, or of a later version.</exception>
    internal static (Document Document, Dictionary<string, RoomClient> Clients) Decode(ReadOnlyMemory<byte> bytes)
    {
        byte[] content = Checksum.Open(bytes, What).ToArray();
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            if (reader.ReadByte() != FormatVersion)
            {
                throw new CorruptLogException("The format of the snapshot is not known.");
            }

            Dictionary<string, RoomClient> clients = ReadClients(reader);
            return Document.TryLoad(content.AsSpan((int)reader.BaseStream.Position), out Document? document, out string? reason)
                ? (document, clients)
                : throw new CorruptLogException($"The document in the snapshot is damaged: {reason}");
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new CorruptLogException("The bytes of the snapshot are damaged.", exception);
        }
    }

    private static Dictionary<string, RoomClient> ReadClients(BinaryReader reader)
    {
        var clients = new Dictionary<string, RoomClient>(StringComparer.Ordinal);
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var client = new RoomClient(reader.ReadString());
            for (int runs = reader.Read7BitEncodedInt(); runs > 0; runs--)
            {
                long first = reader.Read7BitEncodedInt64();
                long last = first + reader.Read7BitEncodedInt64();
                client.Saved.AddRun(new SavedIds.Run(first, last, reader.Read7BitEncodedInt64()));
            }

            clients.Add(client.Name, client);
        }

        return clients;
    }
}
