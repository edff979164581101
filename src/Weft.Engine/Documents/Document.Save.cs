using System.Buffers.Binary;

namespace Weft.Engine;

/// <content>
/// The whole document as bytes: <c>"WEFT" format:1 checksum:4 body</c>. The body is <c>agents changes texts</c>. A
/// change names its agent and its parents by their indexes, and its sequence follows from the agent's former changes. A
/// text is its runs, and what merging found out about its deletions. Items are not written: their registers follow from
/// the changes without any walk.
/// </content>
public sealed partial class Document
{
    private const byte SaveFormat = 1;
    private const int SaveHeaderLength = 9;

    private static ReadOnlySpan<byte> Magic => "WEFT"u8;

    /// <summary>
    /// The document with its history and its current state, to be read by <see cref="TryLoad"/>. Changes that wait are
    /// left out.
    /// </summary>
    public byte[] Save()
    {
        var body = new ByteWriter();
        WriteChanges(body);
        body.Number(_texts.Count);
        foreach (var (path, container) in _texts)
        {
            body.String(path);
            WriteRuns(body, container.Text);
            WriteDeletions(body, container);
        }

        var bytes = new byte[SaveHeaderLength + body.Written.Length];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = SaveFormat;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Magic.Length + 1), Crc32C.Of(body.Written));
        body.Written.CopyTo(bytes.AsSpan(SaveHeaderLength));
        return bytes;
    }

    private void WriteChanges(ByteWriter body)
    {
        var agents = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var change in _changes)
        {
            agents.TryAdd(change.Agent, agents.Count);
        }

        body.Number(agents.Count);
        foreach (var (agent, _) in agents)
        {
            body.String(agent);
        }

        body.Number(_changes.Count);
        for (var i = 0; i < _changes.Count; i++)
        {
            var change = _changes[i];
            body.Number(agents[change.Agent]);
            body.Number(change.Parents.Heads.Length);
            foreach (var parent in change.Parents.Heads)
            {
                _graph.TryFind(parent, out var index);
                body.Number(i - index);
            }

            body.Number(change.Clock.Value - GreatestClock(_graph.ParentsOf(i)).Value);
            OperationCodec.WriteAll(body, change.Operations);
        }
    }

    private static void WriteRuns(ByteWriter body, RichText text)
    {
        var runs = text.Runs().ToArray();
        body.Number(runs.Length);
        foreach (var run in runs)
        {
            body.Byte(run.Embed is null ? (byte)0 : (byte)1);
            body.String(run.Text ?? run.Embed!.Value.Text);
            body.Properties(run.Attributes);
        }
    }

    /// <summary>
    /// Of each deletion that was more than its length says: how many of its units others had deleted already, and where
    /// low surrogates were.
    /// </summary>
    private static void WriteDeletions(ByteWriter body, TextContainer container)
    {
        var special = new List<int>();
        var entries = container.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (Missed(container, i) > 0 || entries[i].LowSurrogates is not null)
            {
                special.Add(i);
            }
        }

        body.Number(special.Count);
        var last = 0;
        foreach (var i in special)
        {
            body.Number(i - last);
            body.Number(Missed(container, i));
            var lows = container.Entries[i].LowSurrogates ?? [];
            body.Number(lows.Length);
            foreach (var low in lows)
            {
                body.Number(low);
            }

            last = i;
        }
    }

    private static int Missed(TextContainer container, int index)
    {
        var entries = container.Entries;
        if (entries[index].Operation is not DeleteText delete)
        {
            return 0;
        }

        var after = index + 1 < entries.Length ? entries[index + 1].LengthBefore : container.Text.Length;
        return delete.Length - (entries[index].LengthBefore - after);
    }
}
