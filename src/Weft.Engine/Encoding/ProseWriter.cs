using System.Buffers;
using System.IO.Compression;

namespace Weft.Engine;

/// <summary>
/// Writes the plain text of a document and the units of its history as one compressed stream, in two sections: what
/// survived is in both, and so is stored once.
/// </summary>
internal ref struct ProseWriter
{
    /// <summary>Brotli's quality, by measurement: see docs/file-format.md.</summary>
    private const int Quality = 3;

    /// <summary>Less is not worth a stream.</summary>
    private const int MinSize = 128;

    private SpanWriter _plain;
    private readonly int _textSize;
    private byte[]? _stream;
    private int _headLength;
    private int _streamLength;

    /// <param name="texts">The texts.</param>
    /// <param name="runs">The runs of those that are more than their units.</param>
    /// <param name="history">The history, or null.</param>
    public ProseWriter(List<TextImage> texts, TextRun[][] runs, HistoryBatch? history)
    {
        for (var i = 0; i < runs.Length; i++)
        {
            foreach (var run in runs[i])
            {
                _plain.Units(run.Text);
            }

            if (DocumentFile.IsBare(texts[i]))
            {
                WriteBare(texts[i].Text);
            }
        }

        _textSize = _plain.Length;
        if (history is not null)
        {
            BatchFormat.WriteUnits(ref _plain, history);
            if (_plain.Length >= MinSize)
            {
                Compress();
            }
        }
    }

    /// <summary>The section of the texts: <c>size bytes</c>, or <c>size stored padding stream zeros</c>.</summary>
    public void WriteTexts(ref SpanWriter body)
    {
        if (_stream is null)
        {
            Packing.Write(ref body, _plain.Written[.._textSize], Quality, Packing.TextRatio);
        }
        else
        {
            body.Number(((long)_textSize << 1) | 1);
            Packing.WriteStream(ref body, _stream.AsSpan(0, _headLength), Packing.LeastStored(_textSize, Packing.TextRatio));
        }
    }

    /// <summary>The section of the history's units: a part of its own, or the end of the stream.</summary>
    public void WriteUnits(ref SpanWriter body)
    {
        var units = _plain.Written[_textSize..];
        if (_stream is null)
        {
            body.Byte(ProseReader.OwnPart);
            Packing.Write(ref body, units, Quality, Packing.TextRatio);
        }
        else
        {
            body.Byte(ProseReader.EndOfStream);
            body.Number(units.Length);
            Packing.WriteStream(ref body, _stream.AsSpan(_headLength, _streamLength - _headLength), Packing.LeastStored(units.Length, Packing.TextRatio));
        }
    }

    public void Dispose()
    {
        _plain.Dispose();
        Packing.Return(_stream);
        _stream = null;
    }

    private void WriteBare(RichText text)
    {
        for (var at = 0; text.TryGetChunk(at, out var chunk); at += chunk.Length)
        {
            _plain.Units(chunk);
        }
    }

    private void Compress()
    {
        var plain = _plain.Written;
        // A flush costs a few bytes.
        _stream = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length) + MinSize);
        using var encoder = new BrotliEncoder(Quality, Packing.WindowOf(plain.Length));
        var isDone = encoder.Compress(plain[.._textSize], _stream, out _, out _headLength, isFinalBlock: false) == OperationStatus.Done;
        isDone &= encoder.Flush(_stream.AsSpan(_headLength), out var flushed) == OperationStatus.Done;
        _headLength += flushed;
        isDone &= encoder.Compress(plain[_textSize..], _stream.AsSpan(_headLength), out _, out var rest, isFinalBlock: true) == OperationStatus.Done;
        _streamLength = _headLength + rest;
        if (!isDone || _streamLength >= plain.Length)
        {
            Packing.Return(_stream);
            _stream = null;
        }
    }
}
