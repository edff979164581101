using System.Diagnostics.CodeAnalysis;
using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// The bytes of a snapshot: a version byte, the saved change ids of every client (LEB128: number of clients; per client its name,
/// number of runs, and for each run first id, length, first revision), who made the newest changes (a name, empty before the first
/// change; the newest revision and the newest one of anybody else), the document as the engine writes it without its history, and a
/// CRC-32C over all of it. Version 1, which is still read, had the document with its history and did not say who made the newest changes.
/// </summary>
internal static class SnapshotCodec
{
    private const byte FormatVersion = 2;
    private const byte VersionWithHistory = 1;

    /// <summary>The fewest bytes of a run of saved changes: one for each of its numbers.</summary>
    private const int LeastRunBytes = 3;

    internal static byte[] Encode(RoomState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        WriteClients(writer, state.Clients);
        writer.Write(state.LastAuthors.Newest ?? "");
        writer.Write7BitEncodedInt64(state.LastAuthors.NewestRevision);
        writer.Write7BitEncodedInt64(state.LastAuthors.OthersRevision);
        writer.Write(state.Document.SaveSnapshot());
        writer.Flush();
        return Checksum.Seal(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads a snapshot. Never throws: what is wrong with it is told in <paramref name="reason"/>.</summary>
    internal static bool TryDecode(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out RoomState? state, [NotNullWhen(false)] out string? reason)
    {
        state = null;
        reason = "The checksum of the snapshot is wrong.";
        if (!Checksum.TryOpen(bytes, out ReadOnlyMemory<byte> content))
        {
            return false;
        }

        using var reader = new BinaryReader(new MemoryStream(content.ToArray()));
        try
        {
            state = Read(reader, content, out reason);
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            reason = "The bytes of the snapshot are damaged.";
        }

        return state is not null;
    }

    private static RoomState? Read(BinaryReader reader, ReadOnlyMemory<byte> content, out string? reason)
    {
        byte version = reader.ReadByte();
        if (version is not (FormatVersion or VersionWithHistory))
        {
            reason = "The format of the snapshot is not known.";
            return null;
        }

        Dictionary<string, RoomClient> clients = ReadClients(reader);
        LastAuthors? authors = version == FormatVersion ? ReadLastAuthors(reader) : null;
        if (!Document.TryLoad(content[(int)reader.BaseStream.Position..], out Document? document, out reason)
            || (authors is null && !document.LoadHistory(out reason)))
        {
            return null;
        }

        return new RoomState(document, clients, authors ?? LastAuthors.Of(document));
    }

    private static void WriteClients(BinaryWriter writer, Dictionary<string, RoomClient> clients)
    {
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
    }

    private static Dictionary<string, RoomClient> ReadClients(BinaryReader reader)
    {
        var clients = new Dictionary<string, RoomClient>(StringComparer.Ordinal);
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var client = new RoomClient(reader.ReadString());
            int runs = Math.Max(0, reader.Read7BitEncodedInt());

            // Their number is only claimed: there are no more of them than bytes for them.
            client.Saved.Expect((int)Math.Min(runs, (reader.BaseStream.Length - reader.BaseStream.Position) / LeastRunBytes));
            for (; runs > 0; runs--)
            {
                long first = reader.Read7BitEncodedInt64();
                long last = first + reader.Read7BitEncodedInt64();
                client.Saved.AddRun(new SavedIds.Run(first, last, reader.Read7BitEncodedInt64()));
            }

            // Snapshots used to hold everybody who ever came.
            if (client.Saved.Runs.Count > 0)
            {
                clients.Add(client.Name, client);
            }
        }

        return clients;
    }

    private static LastAuthors ReadLastAuthors(BinaryReader reader)
    {
        string newest = reader.ReadString();
        return new LastAuthors(newest.Length == 0 ? null : newest, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
    }
}
