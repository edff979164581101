using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Weft.Engine;

/// <summary>
/// Reads whole documents of format 1, which is no more written: <c>"WEFT" format:1 checksum:4 body</c>, the body <c>agents
/// changes texts</c>. A change names its agent and its parents by their indexes; its sequence follows from the agent's former
/// changes, its clock counts from the greatest of its past. The changes are merged one by one, so nothing else needs to be
/// believed, and the texts are passed over. Costs what merging costs.
/// </summary>
internal ref struct DocumentFormat1
{
    private const byte Format = 1;
    private const int HeaderLength = 9;

    private readonly Document _document = new();
    private readonly List<string> _agents = [];
    private readonly List<(EventId Last, long Clock)> _changes = [];
    private ByteReader _body;

    private DocumentFormat1(ReadOnlySpan<byte> body) => _body = new ByteReader(body);

    private static ReadOnlySpan<byte> Magic => "WEFT"u8;

    /// <summary>Whether bytes say that they are a document of format 1.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length >= HeaderLength && file.StartsWith(Magic) && file[Magic.Length] == Format;

    /// <summary>Reads a document of format 1. Never throws for what the bytes are.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out Document? document, [NotNullWhen(false)] out string? reason)
    {
        document = null;
        reason = BinaryPrimitives.ReadUInt32LittleEndian(file[(Magic.Length + 1)..]) != Crc32C.Of(file[HeaderLength..]) ? "The checksum is wrong." : null;
        if (reason is not null)
        {
            return false;
        }

        var reader = new DocumentFormat1(file[HeaderLength..]);
        reader.ReadAll();
        reason = reader._body.Reason;
        document = reason is null ? reader._document : null;
        return reason is null;
    }

    private void ReadAll()
    {
        for (var left = _body.Count(); left > 0 && !_body.Failed; left--)
        {
            _agents.Add(_body.String());
        }

        for (var left = _body.Count(); left > 0 && !_body.Failed; left--)
        {
            if (ReadChange() is not { } change || (!_body.Failed && _document.Merge(change) is not MergeResult.Applied))
            {
                _body.Fail("A change is not as it must be.");
                return;
            }

            _changes.Add((change.LastEvent, change.Clock.Value));
        }
    }

    private Change? ReadChange()
    {
        var agent = _body.Int();
        var parents = new List<EventId>();
        long past = 0;
        for (var left = _body.Count(); left > 0 && !_body.Failed; left--)
        {
            var index = _changes.Count - _body.Number();
            if (index < 0 || index >= _changes.Count)
            {
                return null;
            }

            // A change's clock is greater than all of its past, so its parents' are enough.
            parents.Add(_changes[(int)index].Last);
            past = Math.Max(past, _changes[(int)index].Clock);
        }

        var elapsed = _body.Number();
        var operations = OperationCodec.ReadAll(ref _body);
        return _body.Failed || agent >= _agents.Count || elapsed == 0 || elapsed > long.MaxValue - past
            ? null
            : new Change(_agents[agent], _document.NextSequence(_agents[agent]), Version.Of(parents), new HybridTimestamp(past + elapsed), operations);
    }
}
