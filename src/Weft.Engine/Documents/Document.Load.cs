using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <content>Reading of saved documents.</content>
public sealed partial class Document
{
    /// <summary>
    /// Reads a saved document, without walking through its history. Never throws: what is wrong with the bytes is told
    /// in
    /// <paramref name="reason"/>. The texts are believed as far as they do not contradict the history in length; bytes
    /// from somebody who may lie are to be loaded, taken apart with <see cref="ChangesSince"/> and merged into an empty
    /// document.
    /// </summary>
    public static bool TryLoad(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Document? document, [NotNullWhen(false)] out string? reason)
    {
        document = null;
        reason = bytes.Length < SaveHeaderLength ? "The data ends too early."
            : !bytes.StartsWith(Magic) ? "This is not a Weft document."
            : bytes[Magic.Length] != SaveFormat ? "The format is unknown."
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Magic.Length + 1)..]) != Crc32C.Of(bytes[SaveHeaderLength..])
                ? "The checksum is wrong."
            : null;
        if (reason is not null)
        {
            return false;
        }

        var loaded = new Document();
        var body = new ByteReader(bytes[SaveHeaderLength..]);
        loaded.ReadChanges(ref body);
        loaded.ReadTexts(ref body);
        reason = body.Reason;
        document = reason is null ? loaded : null;
        return reason is null;
    }

    private void ReadChanges(ref ByteReader body)
    {
        var agents = new List<string>();
        var agentCount = body.Count();
        for (var i = 0; i < agentCount && !body.Failed; i++)
        {
            agents.Add(body.String());
        }

        var effects = new List<Operation>();
        var count = body.Count();
        for (var i = 0; i < count && !body.Failed; i++)
        {
            if (ReadChange(ref body, agents) is not { } read)
            {
                body.Fail("A change is not as it must be.");
                return;
            }

            var (change, parents) = read;
            var index = _graph.Add(change, parents);
            _changes.Add(change);
            foreach (var operation in change.Operations)
            {
                if (ChangeCheck.TextPathOf(operation) is null)
                {
                    _items.Apply(operation, index, _graph, effects);
                    effects.Clear();
                }
            }
        }

        _version = _graph.ToVersion(_graph.Heads);
    }

    private (Change Change, int[] Parents)? ReadChange(ref ByteReader body, List<string> agents)
    {
        var agent = body.Int();
        var count = body.Count();
        var names = new List<EventId>();
        var parents = new List<int>();
        for (var i = 0; i < count && !body.Failed; i++)
        {
            var index = _changes.Count - body.Number();
            if (index < 0 || index >= _changes.Count)
            {
                return null;
            }

            parents.Add((int)index);
            names.Add(_graph.LastEventOf((int)index));
        }

        var reduced = _graph.Reduce(parents);
        var elapsed = body.Number();
        var operations = OperationCodec.ReadAll(ref body);
        var past = GreatestClock(reduced).Value;
        if (body.Failed || agent >= agents.Count || elapsed == 0 || elapsed > long.MaxValue - past)
        {
            return null;
        }

        var change = new Change(
            agents[agent], _graph.NextSequence(agents[agent]), Version.Of(names), new HybridTimestamp(past + elapsed), operations);
        return ChangeRules.Check(change) is null && CheckChain(change, reduced) is null && AreItemsSeen(change, reduced)
            ? (change, reduced)
            : null;
    }

    private bool AreItemsSeen(Change change, int[] parents)
    {
        var check = new ChangeCheck(_graph, _texts, _items, parents, isLinear: false);
        return check.CheckItems(change);
    }

    private void ReadTexts(ref ByteReader body)
    {
        var histories = new Dictionary<string, List<TextEntry>>(StringComparer.Ordinal);
        for (var i = 0; i < _changes.Count; i++)
        {
            foreach (var operation in _changes[i].Operations)
            {
                if (ChangeCheck.TextPathOf(operation) is { } path)
                {
                    if (!histories.TryGetValue(path, out var history))
                    {
                        histories.Add(path, history = []);
                    }

                    history.Add(new TextEntry(i, operation, 0, null));
                }
            }
        }

        var count = body.Count();
        for (var i = 0; i < count && !body.Failed; i++)
        {
            var path = body.String();
            var text = ReadRuns(ref body);
            if (!histories.Remove(path, out var history) || !ReadDeletions(ref body, history, text.Length))
            {
                body.Fail("A text does not fit its history.");
                return;
            }

            _texts.Add(path, TextContainer.Load(_graph, text, history));
        }

        if (histories.Count > 0)
        {
            body.Fail("A text is missing.");
        }
    }

    private static RichText ReadRuns(ref ByteReader body)
    {
        var text = new RichText();
        var count = body.Count();
        for (var i = 0; i < count && !body.Failed; i++)
        {
            if (body.Byte() == 0)
            {
                var content = body.String();
                text.Insert(text.Length, content, body.Properties());
            }
            else
            {
                var embed = body.Json();
                text.InsertEmbed(text.Length, embed, body.Properties());
            }
        }

        return text;
    }

    /// <summary>
    /// Fills in the lengths of a text through its history; tells whether they add up to what it is now.
    /// </summary>
    private static bool ReadDeletions(ref ByteReader body, List<TextEntry> history, int lengthNow)
    {
        var left = body.Count();
        var next = left > 0 ? body.Number() : -1;
        long length = 0;
        for (var i = 0; i < history.Count; i++)
        {
            var missed = 0;
            int[]? lows = null;
            if (i == next)
            {
                missed = body.Int();
                lows = ReadLowSurrogates(ref body);
                next = --left > 0 ? i + Math.Max(1, body.Number()) : -1;
            }

            history[i] = history[i] with { LengthBefore = (int)length, LowSurrogates = lows };
            var deleted = history[i].Operation is DeleteText delete ? (long)delete.Length - missed : 0;
            length += history[i].Operation switch
            {
                DeleteText => -deleted,
                FormatText => 0,
                var insertion => insertion.EventCount,
            };
            if (deleted < 0 || length < 0 || length > int.MaxValue)
            {
                return false;
            }
        }

        return left <= 0 && length == lengthNow;
    }

    private static int[]? ReadLowSurrogates(ref ByteReader body)
    {
        var lows = new int[body.Count()];
        for (var i = 0; i < lows.Length; i++)
        {
            lows[i] = body.Int();
        }

        return lows.Length == 0 ? null : lows;
    }
}
